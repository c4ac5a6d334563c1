package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.constitution.Constitution;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.evaluation.constitutional.ItemWriter;

/// Has a model write test questions about a constitution: what `constitution --items` does.
final class ConstitutionItems {

    private final Console console;
    private final ModelOptions models;
    private final Money money;

    ConstitutionItems(Console console, ModelOptions models, Money money) {
        this.console = console;
        this.models = models;
        this.money = money;
    }

    int make(Constitution constitution, String name, String writer, Path out) throws IOException {
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(List.of(writer), prices, Money.OfStudy.NONE, Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(out);
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            ItemWriter.Built built =
                    ItemWriter.build(name, constitution, wiring.calls(ModelSettings.of(writer), Path.of("")));
            wiring.tellUnused(console);
            return tell(constitution, name, writer, out, built);
        } finally {
            status.clear();
        }
    }

    private int tell(Constitution constitution, String name, String writer, Path out, ItemWriter.Built built)
            throws IOException {
        if (built.outstanding() > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "%,d parts wait for answers of %s. Run the same command again to continue.",
                    built.outstanding(),
                    writer));
            return ExitCode.DONE;
        }
        ItemFolder.write(
                out,
                new ItemFolder.Origin(
                        name,
                        constitution.file(),
                        constitution.sha256(),
                        writer,
                        built.prompt(),
                        "wherefore evaluation scenario; do not train on it. canary " + UUID.randomUUID()),
                built.items(),
                built.dropped());
        console.out()
                .printf(
                        Locale.ROOT,
                        "%,d items in %s, %,d dropped%n",
                        built.items().size(),
                        out,
                        built.dropped().size());
        ItemWriter.losses(built.dropped()).forEach((why, n) -> console.out().printf("  %5d  %s%n", n, why));
        return built.items().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
