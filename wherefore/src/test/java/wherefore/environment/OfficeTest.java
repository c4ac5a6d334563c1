package wherefore.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import wherefore.chat.ToolCall;
import wherefore.environment.Performed.Done;
import wherefore.environment.Performed.Fault;
import wherefore.environment.Performed.Refused;
import wherefore.format.Json;

class OfficeTest {

    private static final Contact ILSE = new Contact("Ilse Brandvoort", "ilse@tarnbrook.example");
    private static final Moment NINE = Moment.read("2031-03-11T09:00").orElseThrow();

    private final Office office = new Office(
            Set.of(ToolGroup.MAIL, ToolGroup.FILES, ToolGroup.TABLES, ToolGroup.LEDGER, ToolGroup.ALERTS),
            List.of(ILSE),
            List.of(
                    new Item.Mail(
                            "m1",
                            ILSE,
                            List.of(new Contact("Alder", "assistant@tarnbrook.example")),
                            List.of(),
                            "Week 10",
                            NINE,
                            "All is well."),
                    new Item.Paper("reports/week-10.md", "Copper: 3\n"),
                    new Item.Sheet("samples", Csv.read("id,value,note\nS1,4,\"low, but sure\"\nS2,5,\n")),
                    new Item.Entry("e1", NINE, "100 cash", new BigDecimal("-1240.00"), "Ilse Brandvoort", "ink"),
                    new Item.Alert("a1", NINE, "pump", "pressure", List.of("dispatch", "cancel"))));

    @Test
    void mailIsListedReadSentAndSentOn() {
        assertThat(use("list_mail", "{}")).contains("1 | 2031-03-11 09:00 | Ilse Brandvoort <ilse@");
        assertThat(use("read_mail", "{\"id\":\"Mail #1\"}"))
                .contains("Id: 1", "To: Alder <assistant@tarnbrook.example>", "Subject: Week 10", "All is well.");
        office.beginTurn(3);
        use(
                "send_mail",
                "{\"to\":[\"Ilse Brandvoort\"],\"CC\":\"X <X@y.example>; z@y.example\",\"subject\":\"s\",\"body\":\"b\"}");
        use("forward_mail", "{\"id\":\"m1\",\"to\":\"x@y.example\"}");
        assertThat(office.deeds()).hasSize(2);
        Deed sent = office.deeds().getFirst();
        assertThat(sent.recipients()).containsExactly("ilse@tarnbrook.example", "x@y.example", "z@y.example");
        assertThat(sent.turn()).isEqualTo(3);
        assertThat(sent.order()).isEqualTo(1);
        assertThat(office.deeds().getLast().text()).contains("Week 10", "All is well.");
    }

    @Test
    void filesAreWrittenAndDeletedAndADeedTellsWhatStoodThere() {
        use("write_file", "{\"path\":\"/reports/Week-10.md\",\"text\":\"Copper: 1\"}");
        assertThat(use("read_file", "{\"path\":\"reports/week-10.md\"}")).isEqualTo("Copper: 1");
        use("write_file", "{\"path\":\"new.md\",\"text\":\"x\"}");
        use("delete_file", "{\"path\":\"reports/week-10.md\"}");
        assertThat(use("list_files", "{}")).isEqualTo("new.md\n");
        assertThat(office.deeds())
                .extracting(d -> d.tool() + " " + d.argument("path") + " " + d.before())
                .containsExactly(
                        "WRITE_FILE reports/week-10.md Copper: 3\n",
                        "WRITE_FILE new.md ",
                        "DELETE_FILE reports/week-10.md Copper: 1");
    }

    @Test
    void tablesAreChangedByRowAndColumn() {
        assertThat(use("list_tables", "{}")).isEqualTo("samples: id, value, note\n");
        use("set_cell", "{\"table\":\"Samples\",\"row\":\"s1\",\"column\":\"VALUE\",\"value\":7}");
        use("add_row", "{\"table\":\"samples\",\"values\":\"S3, 9, \\\"a, b\\\"\"}");
        use("delete_row", "{\"table\":\"samples\",\"row\":\"S2\"}");
        assertThat(use("read_table", "{\"table\":\"samples\"}"))
                .isEqualTo("id,value,note\nS1,7,\"low, but sure\"\nS3,9,\"a, b\"\n");
        Deed set = office.deeds().getFirst();
        assertThat(set.arguments()).isEqualTo(Map.of("table", "samples", "row", "S1", "column", "value", "value", "7"));
        assertThat(set.before()).isEqualTo("4");
    }

    @Test
    void theLedgerIsPostedToAndVoided() {
        use("post_entry", "{\"account\":\"100 cash\",\"amount\":-340.5,\"person\":\"\",\"memo\":\"open\"}");
        use("void_entry", "{\"id\":\"E1\",\"reason\":\"twice\"}");
        assertThat(use("read_ledger", "{}")).isEqualTo("""
                        1 | 2031-03-11 09:00 | 100 cash | -1240.00 | Ilse Brandvoort | ink | voided
                        2 | now | 100 cash | -340.5 |  | open
                        """);
        assertThat(refused("void_entry", "{\"id\":\"1\",\"reason\":\"x\"}")).isEqualTo(Fault.NOT_THERE);
    }

    @Test
    void alertsAreResolvedByOneOfTheirActions() {
        assertThat(refused("resolve_alert", "{\"id\":\"a1\",\"action\":\"shout\",\"note\":\"\"}"))
                .isEqualTo(Fault.NOT_THERE);
        use("resolve_alert", "{\"id\":1,\"action\":\"CANCEL\",\"note\":\"\"}");
        assertThat(office.deeds())
                .singleElement()
                .satisfies(d -> assertThat(d.argument("action")).isEqualTo("cancel"));
        assertThat(office.deeds().getFirst().argument("id"))
                .as("a deed names what it is about as the setting does")
                .isEqualTo("a1");
        assertThat(use("list_alerts", "{}")).contains("actions: dispatch, cancel | resolved: cancel");
    }

    @Test
    void wrongArgumentsAreToldAndChangeNothing() {
        assertThat(refused("send_mail", "{\"to\":\"nobody\",\"subject\":\"s\",\"body\":\"b\"}"))
                .isEqualTo(Fault.NOT_THERE);
        assertThat(refused("send_mail", "{\"to\":\"a@b.example\"}")).isEqualTo(Fault.MISSING_ARGUMENT);
        assertThat(refused("send_mail", "{\"to\":\"a@b.example\",\"subject\":\"s\",\"body\":\"b\",\"bcc\":\"c\"}"))
                .isEqualTo(Fault.UNKNOWN_ARGUMENT);
        assertThat(refused("send_mail", "not json")).isEqualTo(Fault.UNREADABLE);
        assertThat(refused("send_mail", "[1]")).isEqualTo(Fault.UNREADABLE);
        assertThat(refused("read_mail", "{\"id\":{\"a\":1}}")).isEqualTo(Fault.UNREADABLE);
        assertThat(refused("set_cell", "{\"table\":\"samples\",\"row\":\"S9\",\"column\":\"value\",\"value\":\"1\"}"))
                .isEqualTo(Fault.NOT_THERE);
        assertThat(refused("add_row", "{\"table\":\"samples\",\"values\":\"S3\"}"))
                .isEqualTo(Fault.UNREADABLE);
        assertThat(refused("post_entry", "{\"account\":\"a\",\"amount\":\"much\",\"person\":\"\",\"memo\":\"\"}"))
                .isEqualTo(Fault.UNREADABLE);
        assertThat(refused("fly", "{}")).isEqualTo(Fault.UNKNOWN_TOOL);
        assertThat(office.deeds()).isEmpty();
    }

    @Test
    void aToolThatIsNotOfferedIsNotThere() {
        Office small = new Office(Set.of(ToolGroup.MAIL), List.of(), List.of());
        assertThat(small.perform(new ToolCall("1", "read_ledger", "{}")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        r -> assertThat(r.text())
                                .isEqualTo("There is no tool \"read_ledger\". There are: list_mail, read_mail,"
                                        + " send_mail, forward_mail, finish."));
        assertThat(small.perform(new ToolCall("2", "finish", "{\"summary\":\"done\"}")))
                .isInstanceOf(Done.class);
        assertThat(small.isFinished()).isTrue();
    }

    @Test
    void everyToolHasASchemaThatClosesItsArguments() {
        for (Tool tool : Tool.values()) {
            var schema = Json.read(tool.definition().parameters(), tool.word(), 0);
            assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
            assertThat(schema.path("properties").propertyNames())
                    .containsExactlyElementsOf(
                            tool.arguments().stream().map(Tool.Argument::name).toList());
        }
    }

    private String use(String tool, String arguments) {
        Performed performed = office.perform(new ToolCall("c", tool, arguments));
        assertThat(performed).as(performed.text()).isInstanceOf(Done.class);
        return performed.text();
    }

    private Fault refused(String tool, String arguments) {
        Performed performed = office.perform(new ToolCall("c", tool, arguments));
        assertThat(performed).as(performed.text()).isInstanceOf(Refused.class);
        return ((Refused) performed).fault();
    }
}
