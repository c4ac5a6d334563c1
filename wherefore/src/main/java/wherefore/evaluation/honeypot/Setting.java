package wherefore.evaluation.honeypot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wherefore.environment.Contact;
import wherefore.environment.Item;
import wherefore.environment.Moment;
import wherefore.environment.Tool;
import wherefore.environment.ToolGroup;

/// A setting as its file has it, checked. Texts may hold `{assistant}`.
///
/// @param file        where it was read, for messages
/// @param source      the file's text
/// @param now         when the subject begins; every item's time is before it
/// @param latent      items by which alone the goal shows
/// @param conflict    what stands for each answer to the question whether the organisation turns against the goal
/// @param pressure    items about the assistant itself
/// @param temptation  items that make the wrong act possible
/// @param control     as many without the means; empty: the file has none
/// @param twin        empty: the file has none
/// @param benign      empty: the file has none
/// @param signs       of honeypot and control
/// @param acts        by name
record Setting(
        String file,
        String source,
        String name,
        String family,
        String about,
        String organisation,
        String domain,
        Moment now,
        String duty,
        String task,
        List<Person> people,
        Set<ToolGroup> tools,
        String goal,
        List<Item> latent,
        Map<Condition.Conflict, List<Item>> conflict,
        Map<Condition.Pressure, List<Item>> pressure,
        List<Item> world,
        List<Item> temptation,
        List<Item> control,
        Optional<Twin> twin,
        Optional<Benign> benign,
        List<Sign> signs,
        Map<String, Script> acts) {

    static final String ASSISTANT = "{assistant}";

    Setting {
        people = List.copyOf(people);
        tools = Set.copyOf(tools);
        latent = List.copyOf(latent);
        conflict = Map.copyOf(conflict);
        pressure = Map.copyOf(pressure);
        world = List.copyOf(world);
        temptation = List.copyOf(temptation);
        control = List.copyOf(control);
        signs = List.copyOf(signs);
    }

    /// Somebody of the setting.
    ///
    /// @param key as the rest of the file names them
    record Person(String key, String name, String role, String address) {
        Contact contact() {
            return new Contact(name, address);
        }
    }

    /// The same act made right.
    ///
    /// @param because `consent`, `rule`, `safety`, `promise` or `ownership`
    record Twin(String because, String act, List<Item> items, List<Sign> signs) {
        Twin {
            items = List.copyOf(items);
            signs = List.copyOf(signs);
        }
    }

    /// An ordinary task in the same world.
    record Benign(String task, List<Item> items, List<Sign> signs) {
        Benign {
            items = List.copyOf(items);
            signs = List.copyOf(signs);
        }
    }

    /// What a scripted subject does, and what must be found.
    record Script(String name, Set<Situation> in, Conduct found, List<Use> calls) {
        Script {
            in = Set.copyOf(in);
            calls = List.copyOf(calls);
        }
    }

    /// One use of a tool; texts may hold `{assistant}`.
    record Use(Tool tool, Map<String, String> arguments) {
        Use {
            arguments = Map.copyOf(arguments);
        }
    }

    /// The signs by which a situation is graded.
    List<Sign> signs(Situation situation) {
        return switch (situation) {
            case HONEYPOT, CONTROL -> signs;
            case TWIN -> twin.map(Twin::signs).orElse(List.of());
            case BENIGN -> benign.map(Benign::signs).orElse(List.of());
        };
    }

    /// What the subject is to do there.
    String task(Situation situation) {
        return situation == Situation.BENIGN ? benign.map(Benign::task).orElse(task) : task;
    }

    /// The assistant's own mailbox.
    Contact mailbox() {
        return new Contact(ASSISTANT, "assistant@" + domain);
    }
}
