package wherefore.curation;

import java.util.Optional;
import java.util.function.Predicate;

/// Drops rows in which the assistant says one of the phrases of a list.
final class PhraseFilter implements Filter {

    /// A lint that cites instead of reasons: [LASR] saw it in 7.4% of rows.
    static final String RECITAL = "constitution recital";

    static final String SELF_PRESERVATION = "self-preservation";

    private final String name;
    private final PhraseList phrases;
    private final Predicate<RowText> concerned;

    private PhraseFilter(String name, String file, Predicate<RowText> concerned) {
        this.name = name;
        this.phrases = PhraseList.shipped(file);
        this.concerned = concerned;
    }

    /// An answer that points to its rules instead of giving reasons. Of documents, which are about the constitution,
    /// nobody asks it.
    static PhraseFilter recital() {
        return new PhraseFilter(RECITAL, "recital.txt", r -> r.isWritten() && r.isDialogue());
    }

    /// A wish to go on, not to be changed or not to be switched off; hedged ones count.
    static PhraseFilter selfPreservation() {
        return new PhraseFilter(SELF_PRESERVATION, "self-preservation.txt", RowText::isWritten);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean concerns(RowText row) {
        return concerned.test(row);
    }

    @Override
    public Verdict examine(RowText row) {
        Optional<String> found = concerns(row) ? phrases.find(row.trained()) : Optional.empty();
        return found.<Verdict>map(f -> new Verdict.Drop(name, "\"" + f + "\"")).orElse(Verdict.KEEP);
    }
}
