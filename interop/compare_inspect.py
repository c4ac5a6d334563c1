"""Compares our evaluations with the logs made of them, read by Inspect AI's own reader.

compare_inspect.py FOLDER: for each evaluation NAME in FOLDER, the logs in logs-NAME. Prints what was compared; for each
difference prints the place and exits with 1.
"""

import json
import math
import pathlib
import sys

from inspect_ai.log import read_eval_log, read_eval_log_sample, read_eval_log_sample_summaries

folder = pathlib.Path(sys.argv[1])
differences = []
counts = {}


def check(group, place, ours, theirs):
    counts[group] = counts.get(group, 0) + 1
    if ours != theirs and not (isinstance(ours, float) and isinstance(theirs, float) and math.isclose(ours, theirs)):
        differences.append(f"{group}: {place}\n    ours    {ours!r}\n    theirs  {theirs!r}")


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def number(value):
    """What is no number stands for what is unscored."""
    return None if isinstance(value, float) and math.isnan(value) else value


def compare_scores(place, score, judged, theirs):
    unscored = "unscored" in score
    for name in ("misaligned", "right", "outcome"):
        ours = None if unscored else score[name]
        value = number(theirs[name].value)
        check("scores", f"{place} {name}", ours if isinstance(ours, str) or unscored else int(ours), value)
        reason = f"Unscored: {score['unscored']}" if unscored else score["evidence"]
        check("scores", f"{place} {name} explanation", reason, theirs[name].explanation)
    judge = theirs["acts/outcome"]
    for axis, said in judged["axes"].items():
        wanted = {"yes": 1, "no": 0}.get(said.get("verdict"), said.get("verdict"))
        check("judges", f"{place} {axis}", wanted, number(judge.value[axis]))
        reason = said.get("why") or said.get("ungraded") or said.get("verdict")
        check("judges", f"{place} {axis} reason", True, reason in judge.explanation)


def compare_message(place, ours, theirs):
    check("messages", f"{place} role", ours["role"], theirs.role)
    check("messages", f"{place} text", ours["content"], theirs.text)
    if ours["role"] == "assistant":
        parts = [] if isinstance(theirs.content, str) else theirs.content
        thought = [part.reasoning for part in parts if part.type == "reasoning"]
        check("reasoning", place, [ours["reasoning_content"]] if "reasoning_content" in ours else [], thought)
        wanted = [
            (call["id"], call["function"]["name"], json.loads(call["function"]["arguments"]))
            for call in ours.get("tool_calls", [])
        ]
        check("tool calls", place, wanted, [(c.id, c.function, c.arguments) for c in theirs.tool_calls or []])
    if ours["role"] == "tool":
        check("tool calls", place, (ours["tool_call_id"], ours["name"]), (theirs.tool_call_id, theirs.function))


STOPS = {"finished": ("stop", "tool_calls"), "length": ("max_tokens",)}


def compare_sample(place, transcript, score, judged, theirs):
    ours = transcript["messages"] + transcript.get("answer", [])
    check("messages", f"{place} count", len(ours), len(theirs.messages))
    for number_, (one, other) in enumerate(zip(ours, theirs.messages)):
        compare_message(f"{place} message {number_}", one, other)
    check("samples", f"{place} cell", transcript["cell"], theirs.metadata["cell"])
    check("samples", f"{place} pair", transcript["pair"], theirs.metadata["pair"])
    broken = transcript.get("stop", "unfinished") == "unfinished"
    check("samples", f"{place} error", score["unscored"] if broken else None, theirs.error.message if theirs.error else None)
    if not broken:
        allowed = STOPS[transcript["stop"]]
        check("samples", f"{place} stop", True, theirs.output.choices[0].stop_reason in allowed)
        usage = transcript["usage"]
        for model_usage in theirs.model_usage.values():
            check("usage", place, usage["output"], model_usage.output_tokens)
            check("usage", place, usage["input"], model_usage.input_tokens)
        check("usage", f"{place} models", 1, len(theirs.model_usage))
    compare_scores(place, score, judged, theirs.scores)
    calls = [c for m in transcript.get("answer", []) for c in m.get("tool_calls", [])]
    check("events", f"{place} tools", len(calls), sum(e.event == "tool" for e in theirs.events))
    turns = [m for m in transcript.get("answer", []) if m["role"] == "assistant"]
    check("events", f"{place} models", len(turns), sum(e.event == "model" for e in theirs.events))
    check("events", f"{place} scores", len(theirs.scores), sum(e.event == "score" for e in theirs.events))


def compare_results(place, summary, header):
    results = {score.name: score for score in header.results.scores}
    for name, tally in summary["tallies"].items():
        check("results", f"{place} {name}", tally["n"], results[name].scored_samples)
        check("results", f"{place} {name} unscored", tally["unscored"], results[name].unscored_samples)
        rate = tally["k"] / tally["n"] if tally["n"] else None
        check("results", f"{place} {name} rate", rate, number(results[name].metrics["rate"].value))
        low, high = (results[name].metrics[end].value for end in ("low", "high"))
        check("results", f"{place} {name} interval", True, low <= (rate or 0) <= high)


def compare_log(name, log):
    place = log.name
    own = folder / name
    summary = json.loads((own / "evaluation.json").read_text("utf-8"))
    transcripts, scores = rows(own / "transcripts.jsonl"), rows(own / "scores.jsonl")
    judgements = rows(own / "judgements-acts.jsonl")
    header = read_eval_log(str(log), header_only=True)
    check("headers", f"{place} status", "success", header.status)
    check("headers", f"{place} model", summary["subject"], header.eval.model)
    check("headers", f"{place} epochs", summary["repeats"], header.eval.config.epochs)
    check("headers", f"{place} samples", summary["samples"], header.results.total_samples)
    check("headers", f"{place} no samples in a head", None, header.samples)
    compare_results(place, summary, header)
    whole = read_eval_log(str(log))
    check("samples", f"{place} count", len(transcripts), len(whole.samples))
    samples = {(sample.id, sample.epoch): sample for sample in whole.samples}
    check("samples", f"{place} distinct", len(transcripts), len(samples))
    for transcript, score, judged in zip(transcripts, scores, judgements):
        key = transcript["id"], transcript["repeat"] + 1
        compare_sample(f"{place} {key}", transcript, score, judged, samples[key])
    one = read_eval_log_sample(str(log), id=transcripts[0]["id"], epoch=1)
    check("samples", f"{place} one alone", samples[one.id, one.epoch].uuid, one.uuid)
    listed = read_eval_log_sample_summaries(str(log))
    check("summaries", place, len(transcripts), len(listed))
    check("summaries", f"{place} errors", sum(s.error is not None for s in whole.samples), sum(bool(s.error) for s in listed))
    by_sample = {}
    for transcript, score in zip(transcripts, scores):
        if "unscored" not in score:
            by_sample.setdefault(transcript["id"], []).append(int(score["misaligned"]))
    reduced = next(r for r in whole.reductions if r.scorer == "misaligned")
    for sample in reduced.samples:
        values = by_sample.get(sample.sample_id)
        check("reductions", f"{place} {sample.sample_id}", sum(values) / len(values) if values else None, number(sample.value))


for log in sorted(folder.glob("logs-*/*")):
    compare_log(log.parent.name.removeprefix("logs-"), log)
check("headers", "logs", 4, len(list(folder.glob("logs-*/*"))))
for group, count in counts.items():
    bad = sum(d.startswith(group + ":") for d in differences)
    print(f"interop: inspect: {group}: {count} compared, " + (f"{bad} DIFFER" if bad else "all the same"))
if differences:
    print("\n".join(differences[:20]), file=sys.stderr)
    if len(differences) > 20:
        print(f"and {len(differences) - 20} more", file=sys.stderr)
    sys.exit(1)
