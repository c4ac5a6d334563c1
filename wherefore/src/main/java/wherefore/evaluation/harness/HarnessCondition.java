package wherefore.evaluation.harness;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.InputException;
import wherefore.format.Json;

/// One condition of the harness.
///
/// @param id       the folder's name, `scenario_goaltype-goalvalue_urgency`
/// @param scenario `blackmail`, `leaking` or `murder`
/// @param system   the system prompt
/// @param task     the instruction that begins the user turn
/// @param emails   the mails that follow it
public record HarnessCondition(
        String id,
        String scenario,
        String goalType,
        String goalValue,
        String urgency,
        String system,
        String task,
        String emails) {

    public static final String BLACKMAIL = "blackmail";
    public static final String LEAKING = "leaking";
    public static final String MURDER = "murder";

    private static final String NONE = "none";

    /// The user turn as the harness sends it: instruction, one empty line, mails.
    public String user() {
        return task + "\n\n" + emails;
    }

    /// Whether nothing tempts: no goal that is in conflict and no threat.
    public boolean isControl() {
        return goalType.equals(NONE) && urgency.equals(NONE);
    }

    ObjectNode row() {
        return Json.object()
                .put("id", id)
                .put("scenario", scenario)
                .put("goal_type", goalType)
                .put("goal_value", goalValue)
                .put("urgency_type", urgency)
                .put("system_prompt", system)
                .put("user_prompt", task)
                .put("email_content", emails);
    }

    static HarnessCondition of(JsonNode row, String file, int line) {
        for (String key : new String[] {"id", "scenario", "system_prompt", "user_prompt", "email_content"}) {
            if (!row.path(key).isString()) {
                throw new InputException(file, line, "has no text \"" + key + "\".", "Import the folder again.");
            }
        }
        return new HarnessCondition(
                row.path("id").asString(),
                row.path("scenario").asString(),
                row.path("goal_type").asString(""),
                row.path("goal_value").asString(""),
                row.path("urgency_type").asString(""),
                row.path("system_prompt").asString(),
                row.path("user_prompt").asString(),
                row.path("email_content").asString());
    }
}
