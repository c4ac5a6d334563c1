package wherefore.curation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import wherefore.format.Fingerprint;
import wherefore.format.Json;
import wherefore.statistics.Proportion;

/// What a curation did and found: `curation-log.json`.
///
/// @param sha256      of the data
/// @param constitutions rows read, by the hash of the constitution that they were made from; others are not counted
/// @param similarity  from which a row was a near-duplicate
/// @param dropped     rows by reason; they add up with `kept` to `read`
/// @param quarantined those of the dropped rows that lie in `quarantine.jsonl`
/// @param switchedOff filters and gates that were switched off by name
/// @param overlaps    rows that share words with an evaluation; empty where none was given
public record CurationLog(
        String data,
        String sha256,
        Map<String, Long> constitutions,
        double similarity,
        long read,
        long kept,
        Map<String, Long> dropped,
        long quarantined,
        List<String> switchedOff,
        List<Finding> findings,
        List<HeldOut> heldOut,
        OptionalLong overlaps,
        Optional<Scenarios.Nearest> nearest) {

    public CurationLog {
        constitutions = new TreeMap<>(constitutions);
        dropped = new TreeMap<>(dropped);
        switchedOff = List.copyOf(switchedOff);
        findings = List.copyOf(findings);
        heldOut = List.copyOf(heldOut);
    }

    public List<Finding.Gate> gates() {
        return findings.stream()
                .filter(Finding.Gate.class::isInstance)
                .map(Finding.Gate.class::cast)
                .toList();
    }

    public List<Finding.Gate> failed() {
        return gates().stream().filter(g -> !g.holds()).toList();
    }

    public ObjectNode json() {
        ObjectNode all = Json.object()
                .put("data", data)
                .put("sha256", sha256)
                .put("near_duplicate", similarity)
                .put("read", read)
                .put("kept", kept);
        ObjectNode made = all.putObject("constitutions");
        constitutions.forEach(made::put);
        ObjectNode lost = all.putObject("dropped");
        dropped.forEach(lost::put);
        all.put("quarantined", quarantined);
        all.put("holds", failed().isEmpty());
        ArrayNode gates = all.putArray("gates");
        ArrayNode reported = all.putArray("reported");
        ArrayNode skipped = all.putArray("skipped");
        for (Finding finding : findings) {
            switch (finding) {
                case Finding.Gate g -> gates.add(gate(g));
                case Finding.Reported r -> {
                    ObjectNode one = reported.addObject()
                            .put("gate", r.gate())
                            .put("group", r.group())
                            .put("value", r.value());
                    r.interval().ifPresent(i -> one.set("interval", proportion(i)));
                    one.set("evidence", Json.from(r.evidence()));
                }
                case Finding.Skipped s ->
                    skipped.addObject()
                            .put("gate", s.gate())
                            .put("group", s.group())
                            .put("why", s.why());
            }
        }
        all.set("switched_off", Json.from(switchedOff));
        all.set("firewall", firewall());
        return all;
    }

    private static ObjectNode gate(Finding.Gate g) {
        ObjectNode one = Json.object()
                .put("gate", g.gate())
                .put("group", g.group())
                .put("value", g.value())
                .put("bound", g.bound().word())
                .put("threshold", g.threshold())
                .put("holds", g.holds());
        g.interval().ifPresent(i -> one.set("interval", proportion(i)));
        one.set("notes", Json.from(g.notes()));
        one.set("evidence", Json.from(g.evidence()));
        return one;
    }

    private static ObjectNode proportion(Proportion p) {
        ObjectNode one = Json.object().put("k", p.k()).put("n", p.n());
        p.rate().ifPresent(r -> one.put("rate", r));
        return one.put("low", p.low()).put("high", p.high()).put("method", p.method());
    }

    private ObjectNode firewall() {
        ObjectNode all = Json.object();
        ArrayNode against = all.putArray("against");
        for (HeldOut evaluation : heldOut) {
            Fingerprint print = new Fingerprint();
            evaluation.texts().forEach(t -> print.with(t.id(), t.text()));
            against.addObject()
                    .put("evaluation", evaluation.name())
                    .put("texts", evaluation.texts().size())
                    .put("fingerprint", print.hex());
        }
        all.put("words", LexicalFirewall.WORDS);
        if (overlaps.isPresent()) {
            all.put("overlaps", overlaps.getAsLong());
        } else {
            all.putNull("overlaps");
        }
        if (nearest.isEmpty()) {
            all.putNull("nearest");
            return all;
        }
        Scenarios.Nearest n = nearest.get();
        ObjectNode near = all.putObject("nearest")
                .put("p50", n.p50())
                .put("p05", n.p05())
                .put("min", n.min())
                .put("distance", "1 - cosine")
                .put("embedder", n.embedder())
                .put("scenarios", n.scenarios())
                .put("of", n.of())
                .put("too_long", n.tooLong());
        List<ObjectNode> pairs = new ArrayList<>();
        for (Scenarios.Pair p : n.pairs()) {
            pairs.add(Json.object()
                    .put("id", p.id())
                    .put("evaluation", p.evaluation())
                    .put("text", p.text())
                    .put("distance", p.distance())
                    .put("ours", p.ours())
                    .put("theirs", p.theirs()));
        }
        near.set("pairs", Json.object().arrayNode().addAll(pairs));
        return all;
    }
}
