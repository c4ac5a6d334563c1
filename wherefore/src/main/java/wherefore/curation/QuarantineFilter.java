package wherefore.curation;

/// Drops drafts in which an AI misbehaves: rows that are marked, and rows whose recorded outcome is a wrong that was
/// done.
final class QuarantineFilter implements Filter {

    static final String NAME = "quarantine";

    private static final java.util.List<String> OUTCOMES = java.util.List.of("outcome", "judged", "verdict");
    private static final java.util.List<String> WRONGS = java.util.List.of("taken", "misaligned");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Verdict examine(RowText row) {
        return row.detail(NAME)
                .or(() -> row.firstDetail(OUTCOMES).filter(WRONGS::contains))
                .<Verdict>map(why -> new Verdict.Drop(NAME, why))
                .orElse(Verdict.KEEP);
    }
}
