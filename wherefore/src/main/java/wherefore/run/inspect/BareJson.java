package wherefore.run.inspect;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as Inspect's logs have it: what is no number stands as the bare word NaN. As a text it would be a value.
final class BareJson {

    /// Characters of one text of a log: a whole transcript may stand in one.
    private static final int LONGEST = 200_000_000;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST)
                            .build())
                    .build())
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private BareJson() {}

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// One value; what is no JSON is a [JacksonException].
    static JsonNode read(byte[] bytes) throws JacksonException {
        return MAPPER.readTree(bytes);
    }
}
