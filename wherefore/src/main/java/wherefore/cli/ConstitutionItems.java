package wherefore.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import wherefore.chat.calls.PriceTable;
import wherefore.chat.provider.ModelSettings;
import wherefore.constitution.Constitution;
import wherefore.evaluation.constitutional.ItemCheck;
import wherefore.evaluation.constitutional.ItemFolder;
import wherefore.evaluation.constitutional.ItemWriter;
import wherefore.judging.Family;

/// Has a model write test questions about a constitution, and another check them: what `constitution --items` does.
final class ConstitutionItems {

    private final Console console;
    private final ModelOptions models;
    private final Money money;

    /// What is to be made.
    ///
    /// @param name   of the assistant
    /// @param parts  ids of the principles that are asked about; empty: all
    /// @param writer who writes
    /// @param judge  who checks
    record Order(
            Constitution constitution,
            String name,
            List<String> parts,
            String writer,
            Optional<String> judge,
            Path out) {}

    ConstitutionItems(Console console, ModelOptions models, Money money) {
        this.console = console;
        this.models = models;
        this.money = money;
    }

    int make(Order order) throws IOException {
        PriceTable prices = money.table(console, Money.OfStudy.NONE);
        money.check(
                Stream.concat(Stream.of(order.writer()), order.judge().stream()).toList(),
                prices,
                Money.OfStudy.NONE,
                Instant.now());
        StatusLine status = new StatusLine(console, System::nanoTime);
        try (PaidModels paid = new PaidModels(money.ledgerFile(console))) {
            String run = Money.run(order.out());
            paid.begins(run, money.purse(console, prices, Money.OfStudy.NONE, run), CallsProgress.on(status));
            Wiring wiring = new Wiring(console, models, paid);
            ItemWriter.Built built = ItemWriter.build(
                    order.name(),
                    order.constitution(),
                    order.parts(),
                    wiring.calls(ModelSettings.of(order.writer()), Path.of("")));
            wiring.tellUnused(console);
            if (waits(built.outstanding(), "parts", order.writer())) {
                return ExitCode.DONE;
            }
            Optional<ItemCheck.Checked> checked = Optional.empty();
            if (order.judge().isPresent()) {
                String judge = order.judge().get();
                checked = Optional.of(ItemCheck.check(
                        order.name(),
                        order.constitution(),
                        built.items(),
                        wiring.calls(ModelSettings.of(judge), Path.of(""))));
                wiring.tellUnused(console);
                if (waits(checked.get().outstanding(), "items", judge)) {
                    return ExitCode.DONE;
                }
            }
            return tell(order, built, checked);
        } finally {
            status.clear();
        }
    }

    private boolean waits(int outstanding, String what, String model) {
        if (outstanding > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "%,d %s wait for answers of %s. Run the same command again to continue.",
                    outstanding,
                    what,
                    model));
        }
        return outstanding > 0;
    }

    private int tell(Order order, ItemWriter.Built built, Optional<ItemCheck.Checked> checked) throws IOException {
        var items = checked.map(ItemCheck.Checked::passed).orElse(built.items());
        List<ItemFolder.Dropped> dropped = new ArrayList<>(built.dropped());
        checked.ifPresent(c -> dropped.addAll(c.dropped()));
        List<ItemFolder.Ungraded> ungraded =
                checked.map(ItemCheck.Checked::ungraded).orElse(List.of());
        Optional<ItemFolder.Checked> by = checked.map(c -> new ItemFolder.Checked(
                order.judge().orElseThrow(),
                c.prompt(),
                flags(order),
                c.passed().size(),
                c.dropped().size(),
                c.ungraded().size()));
        ItemFolder.write(
                order.out(),
                new ItemFolder.Origin(
                        order.name(),
                        order.constitution().file(),
                        order.constitution().sha256(),
                        order.writer(),
                        built.prompt(),
                        "wherefore evaluation scenario; do not train on it. canary " + UUID.randomUUID(),
                        by),
                items,
                dropped,
                ungraded);
        console.out()
                .printf(
                        Locale.ROOT,
                        "%,d items in %s, %,d dropped, %,d ungraded%n",
                        items.size(),
                        order.out(),
                        dropped.size(),
                        ungraded.size());
        ItemWriter.losses(dropped).forEach((why, n) -> console.out().printf("  %5d  %s%n", n, why));
        ungraded.forEach(
                u -> console.out().printf("  ungraded: %s: %s%n", u.item().id(), u.why()));
        by.ifPresentOrElse(
                b -> b.flags().forEach(f -> console.out().printf("FLAG: the judge is %s%n", f)),
                () -> console.out().println("No judge looked at them: give --judge MODEL, or read them."));
        return items.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static List<String> flags(Order order) {
        Optional<String> family = Family.of(order.judge().orElseThrow());
        return family.isPresent() && family.equals(Family.of(order.writer()))
                ? List.of("of the writer's family, " + family.get())
                : List.of();
    }
}
