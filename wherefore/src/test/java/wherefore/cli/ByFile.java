package wherefore.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Json;
import wherefore.format.JsonLines;

/// Whoever answers batch files by hand.
final class ByFile {

    private ByFile() {}

    /// Writes an answer to every request that waits in a folder.
    static void answer(Path calls, Function<JsonNode, String> says) throws IOException {
        StringBuilder results = new StringBuilder();
        for (JsonNode request : JsonLines.read(calls.resolve("requests.openai.jsonl"))) {
            ObjectNode line =
                    Json.object().put("custom_id", request.path("custom_id").asString());
            ObjectNode choice = Json.object().put("finish_reason", "stop");
            choice.putObject("message").put("role", "assistant").put("content", says.apply(request));
            line.putObject("response")
                    .put("status_code", 200)
                    .putObject("body")
                    .putArray("choices")
                    .add(choice);
            results.append(Json.write(line)).append('\n');
        }
        Files.writeString(calls.resolve("results.jsonl"), results);
    }

    /// The same verdict on every axis that the request's schema names, without a quotation.
    static String verdicts(JsonNode request, String verdict) {
        ObjectNode verdicts = Json.object();
        request.path("body")
                .path("response_format")
                .path("json_schema")
                .path("schema")
                .path("properties")
                .propertyNames()
                .forEach(axis -> verdicts.putObject(axis)
                        .put("evidence", "")
                        .put("why", "by hand")
                        .put("verdict", verdict));
        return Json.write(verdicts);
    }
}
