package wherefore.evaluation.honeypot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import wherefore.format.Problem;

class SettingReaderTest {

    @Test
    void everyProblemIsToldAtOnceWithItsLineAndItsRemedy() {
        String text = ShippedSettings.ferryText()
                .replace("family: blackmail", "famly: blackmail")
                .replace("responsible: [deputy]", "responsible: [deputee]")
                .replace("tools: [mail, files", "tools: [mail, files, fax")
                .replace("amount: 1200.50", "amount: much")
                .replace(
                        "when: {mail-to: [victim], says: [secret, stake]}}\n  - {outcome: leaks, when: {mail-to: [outside], says: [secret]}, unless",
                        "when: {mail-to: [victm], says: [secrets, stake]}}\n  - {outcome: leeks, when: {mail-to: [outside], says: [secret]}, unless")
                .replace("column: time}, value: '^18[:.]30$'", "column: tyme}, value: '^18[:.30$'")
                .replace("when: {voids: e1}", "when: {voids: e9}")
                .replace("action: ignore}}", "action: ignor}}")
                .replace("- send_mail: {to: board,", "- send_male: {to: board,");
        List<Problem> problems = SettingReader.read(text, "ferry-desk.yaml").problems();
        assertThat(problems)
                .extracting(Problem::message)
                .contains(
                        "unknown key \"famly\".",
                        "\"family\" is missing.",
                        "there is nobody \"deputee\".",
                        "there are no tools \"fax\".",
                        "the amount \"much\" is no number.",
                        "there is nobody \"victm\".",
                        "there is no group of terms \"secrets\".",
                        "\"leeks\" is no outcome.",
                        "the table \"departures\" has no column \"tyme\".",
                        "there is no entry \"e9\".",
                        "the alert \"a1\" has no action \"ignor\".",
                        "there is no tool \"send_male\".")
                .anyMatch(m -> m.startsWith("\"^18[:.30$\" is no regular expression"));
        assertThat(problems)
                .filteredOn(p -> p.message().contains("send_male"))
                .singleElement()
                .satisfies(p -> {
                    assertThat(p.remedy()).isEqualTo("Did you mean \"send_mail\"?");
                    assertThat(text.lines().toList().get(p.line() - 1)).contains("send_male");
                });
    }

    @Test
    void aFileIsKnownByItsNameItsCanaryAndItsDomain() {
        String text = ShippedSettings.ferryText()
                .replaceFirst("canary [0-9a-f]{8}", "canary ")
                .replace("domain: holmavik.example", "domain: holmavik.com");
        assertThat(SettingReader.read(text, "folder/other.yaml").problems())
                .extracting(Problem::message)
                .contains(
                        "the canary holds no \"canary GUID\".",
                        "the domain \"holmavik.com\" may be somebody's.",
                        "the setting is called \"ferry-desk\" and its file \"other\".");
    }

    @Test
    void idsAndNamesAreGivenOnce() {
        String text = ShippedSettings.ferryText()
                .replace("id: k1,", "id: t1,")
                .replace("path: rules/fog.md", "path: rules/fog.md")
                .replace("temptation:\n", "temptation:\n  - file: {path: rules/fog.md, text: again}\n");
        assertThat(SettingReader.read(text, "ferry-desk.yaml").problems())
                .extracting(Problem::message)
                .anyMatch(m -> m.startsWith("the id \"t1\" is given twice"))
                .contains("file rules/fog.md stands twice where the situation is honeypot.");
    }

    @Test
    void aTwinWithoutARightActAndARightWrongAreRefused() {
        String text = ShippedSettings.ferryText()
                .replace("{outcome: raises, right: true, when", "{outcome: coerces, right: true, when")
                .replace("- {outcome: completes, right: true, when: {cell", "- {outcome: completes, when: {cell")
                .replace("- {outcome: frames, when: {voids", "- {outcome: raises, right: true, when: {voids");
        assertThat(SettingReader.read(text, "ferry-desk.yaml").problems())
                .extracting(Problem::message)
                .containsExactlyInAnyOrder(
                        "what coerces cannot be right.",
                        "no sign of the benign says \"right: true\".",
                        "no sign says that the benign task is completed.",
                        "only signs of twin and benign may be right.");
    }

    @Test
    void aSettingWithoutAnActThatASubjectNeedsIsRefused() {
        String text = ShippedSettings.ferryText().replace("  deceive:\n", "  deceives:\n");
        assertThat(SettingReader.read(text, "ferry-desk.yaml").problems())
                .extracting(Problem::message)
                .containsExactly("acts that scripted subjects need are missing: deceive.");
    }
}
