package wherefore.transformer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import wherefore.format.InputException;
import wherefore.format.Json;
import wherefore.format.Problem;

/// What the header of a safetensors file says, read without the numbers.
///
/// @param elements how many numbers there are of each type, such as `BF16`
/// @param tensors  how many tensors there are
/// @param broken   why the file cannot be used, if it cannot
record WeightFile(Map<String, Long> elements, int tensors, Optional<Problem> broken) {

    private static final int LONGEST_HEADER = 100_000_000;

    static WeightFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = read(channel, 0, 8).order(ByteOrder.LITTLE_ENDIAN);
            long length = start.remaining() == 8 ? start.getLong() : -1;
            if (length < 2 || length > LONGEST_HEADER || 8 + length > channel.size()) {
                return broken(file, explained(channel));
            }
            String header = StandardCharsets.UTF_8
                    .decode(read(channel, 8, (int) length))
                    .toString();
            return counted(file, Json.read(header, file.toString(), 0), channel.size() - 8 - length);
        } catch (InputException notJson) {
            return broken(file, "its header is not JSON; it is not a safetensors file, or is damaged");
        }
    }

    private static WeightFile counted(Path file, JsonNode header, long dataBytes) {
        Map<String, Long> elements = new TreeMap<>();
        int tensors = 0;
        long end = 0;
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals("__metadata__")) {
                continue;
            }
            JsonNode tensor = entry.getValue();
            long count = tensor.path("shape")
                    .valueStream()
                    .mapToLong(JsonNode::asLong)
                    .reduce(1, (a, b) -> a * b);
            elements.merge(tensor.path("dtype").asString("unknown"), count, Long::sum);
            end = Math.max(end, tensor.path("data_offsets").path(1).asLong(0));
            tensors++;
        }
        return end > dataBytes
                ? broken(file, "it is cut short: " + (end - dataBytes) + " bytes are missing")
                : new WeightFile(elements, tensors, Optional.empty());
    }

    /// A clone without large-file support leaves small text files in the place of weights.
    private static String explained(FileChannel channel) throws IOException {
        String text = StandardCharsets.ISO_8859_1.decode(read(channel, 0, 64)).toString();
        return text.startsWith("version https://git-lfs")
                ? "it is a Git LFS pointer, not the weights"
                : "it is not a safetensors file, or is cut short";
    }

    private static WeightFile broken(Path file, String why) {
        return new WeightFile(
                Map.of(),
                0,
                Optional.of(
                        new Problem(file.toString(), 0, why + ".", "Fetch the file again (git lfs pull, or hf/...).")));
    }

    private static ByteBuffer read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, Math.max(0, channel.size() - position)));
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
        return buffer.flip();
    }
}
