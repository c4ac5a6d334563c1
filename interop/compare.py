"""Compares what Wherefore wrote with what Python's libraries make of it.

compare.py FOLDER: prints what was compared; for each difference prints the place and exits with 1.
"""

import json
import math
import pathlib
import sys

import jinja2
import jinja2.sandbox
import numpy
import safetensors.numpy
import scipy.stats
import statsmodels.stats.contingency_tables
import statsmodels.stats.multitest
import statsmodels.stats.proportion
import tokenizers
import yaml

folder = pathlib.Path(sys.argv[1])
differences = []
counts = {}


def check(group, place, ours, theirs, same=None):
    counts[group] = counts.get(group, 0) + 1
    if not (ours == theirs if same is None else same):
        differences.append(f"{group}: {place}\n    ours    {ours!r}\n    theirs  {theirs!r}")


def rows(path):
    # Not splitlines: it also cuts at U+2028, which JSON leaves in texts.
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if line:
            yield f"{path.relative_to(folder)}:{number}", json.loads(line)


def read(path):
    return json.loads(path.read_text("utf-8"))


# Words


def compare_words():
    theirs = tokenizers.Tokenizer.from_file(str(folder / "words" / "tokenizer.json"))
    special = {t["content"] for t in read(folder / "words" / "tokenizer.json")["added_tokens"]}
    for place, row in rows(folder / "texts.jsonl"):
        ids = theirs.encode(row["text"]).ids
        check("token ids", f"{place} {row['text']!r}", row["ids"], ids)
        decoded = theirs.decode(row["ids"], skip_special_tokens=False)
        check("decoded texts", f"{place} {row['text']!r}", row["decoded"], decoded)
    for token in special:
        check("special tokens", token, [theirs.token_to_id(token)], theirs.encode(token).ids)


# Templates


def template_of(model):
    """As transformers compiles a chat template."""

    def refuse(message):
        raise jinja2.exceptions.TemplateError(message)

    environment = jinja2.sandbox.ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
    )
    environment.globals["raise_exception"] = refuse
    return environment.from_string(read(folder / model / "tokenizer_config.json")["chat_template"])


def rendered(template, kind, messages):
    if kind != "continued":
        return template.render(messages=messages, add_generation_prompt=kind == "prompt")
    # As continue_final_message does: all after the last message's text is cut.
    whole = template.render(messages=messages, add_generation_prompt=False)
    final = messages[-1]["content"]
    return whole[: whole.rindex(final) + len(final)]


def compare_templates():
    template = template_of("words")
    for place, row in rows(folder / "templates.jsonl"):
        try:
            theirs = rendered(template, row["kind"], row["messages"])
        except jinja2.exceptions.TemplateError as error:
            theirs = error
        if row["kind"] == "refused":
            check("chat template", place, "a refusal", theirs, isinstance(theirs, jinja2.exceptions.TemplateError))
        else:
            check("chat template", f"{place} {row['kind']}", row["rendered"], theirs)


# Models


def norm(x, gain, epsilon):
    return x / numpy.sqrt(numpy.mean(x * x, axis=-1, keepdims=True) + epsilon) * gain


def softmax(x):
    e = numpy.exp(x - numpy.max(x, axis=-1, keepdims=True))
    return e / numpy.sum(e, axis=-1, keepdims=True)


def llama(config, weights, ids, interleaved=False):
    """Logits [T, vocabulary] of a Llama model in the conventions of transformers, in double precision."""
    w = {name: tensor.astype(numpy.float64) for name, tensor in weights.items()}
    heads, groups, d = config["num_attention_heads"], config["num_key_value_heads"], config["head_dim"]
    epsilon = config["rms_norm_eps"]
    frequencies = config["rope_theta"] ** (-numpy.arange(0, d, 2) / d)
    angles = numpy.outer(numpy.arange(len(ids)), frequencies)
    repeat = (lambda a: numpy.repeat(a, 2, axis=-1)) if interleaved else (lambda a: numpy.concatenate([a, a], axis=-1))
    cosine, sine = repeat(numpy.cos(angles)), repeat(numpy.sin(angles))

    def crossed(x):
        if interleaved:
            return numpy.stack([-x[..., 1::2], x[..., 0::2]], axis=-1).reshape(x.shape)
        return numpy.concatenate([-x[..., d // 2 :], x[..., : d // 2]], axis=-1)

    def split(x, n):
        return x.reshape(len(ids), n, d).transpose(1, 0, 2)

    future = numpy.triu(numpy.full((len(ids), len(ids)), -numpy.inf), 1)
    x = w["model.embed_tokens.weight"][ids]
    for i in range(config["num_hidden_layers"]):
        layer = f"model.layers.{i}."

        def linear(y, name):
            return y @ w[layer + name + ".weight"].T

        y = norm(x, w[layer + "input_layernorm.weight"], epsilon)
        q = split(linear(y, "self_attn.q_proj"), heads)
        k = split(linear(y, "self_attn.k_proj"), groups)
        v = split(linear(y, "self_attn.v_proj"), groups)
        q, k = q * cosine + crossed(q) * sine, k * cosine + crossed(k) * sine
        k, v = numpy.repeat(k, heads // groups, axis=0), numpy.repeat(v, heads // groups, axis=0)
        mixed = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(d) + future) @ v
        x = x + linear(mixed.transpose(1, 0, 2).reshape(len(ids), heads * d), "self_attn.o_proj")
        y = norm(x, w[layer + "post_attention_layernorm.weight"], epsilon)
        gate = linear(y, "mlp.gate_proj")
        x = x + linear(gate / (1 + numpy.exp(-gate)) * linear(y, "mlp.up_proj"), "mlp.down_proj")
    x = norm(x, w["model.norm.weight"], epsilon)
    output = "model.embed_tokens.weight" if config["tie_word_embeddings"] else "lm_head.weight"
    return x @ w[output].T


# What LlamaConfig takes from config.json where its own default would be another model.
KEYS = """architectures attention_bias bos_token_id eos_token_id head_dim hidden_act hidden_size intermediate_size
max_position_embeddings mlp_bias model_type num_attention_heads num_hidden_layers num_key_value_heads pad_token_id
rms_norm_eps rope_theta tie_word_embeddings torch_dtype vocab_size""".split()

TOLERANCE = 1e-4


def compare_folder(name, config):
    place = f"{name}/config.json"
    generation = read(folder / name / "generation_config.json")
    tokenizer = read(folder / name / "tokenizer_config.json")
    ids = tokenizers.Tokenizer.from_file(str(folder / name / "tokenizer.json"))
    for key in KEYS:
        check("model folders", f"{place} {key}", "there", "there" if key in config else "missing")
    check("model folders", f"{place} architectures", config["architectures"], ["LlamaForCausalLM"])
    check("model folders", f"{place} model_type", config["model_type"], "llama")
    check("model folders", f"{place} hidden_act", config["hidden_act"], "silu")
    check("model folders", f"{place} bos_token_id", config["bos_token_id"], None)
    check("model folders", f"{place} vocab_size", config["vocab_size"], ids.get_vocab_size())
    check("model folders", f"{place} eos_token_id", config["eos_token_id"], ids.token_to_id(tokenizer["eos_token"]))
    check("model folders", f"{place} pad_token_id", config["pad_token_id"], ids.token_to_id(tokenizer["pad_token"]))
    for key in ("eos_token_id", "pad_token_id"):
        check("model folders", f"{name}/generation_config.json {key}", generation[key], config[key])
    place = f"{name}/tokenizer_config.json"
    check("model folders", f"{place} tokenizer_class", tokenizer["tokenizer_class"], "PreTrainedTokenizerFast")
    # transformers would give token_type_ids too, which a Llama model refuses.
    check("model folders", f"{place} inputs", tokenizer["model_input_names"], ["input_ids", "attention_mask"])
    check("model folders", f"{place} length", tokenizer["model_max_length"], config["max_position_embeddings"])


def compare_models():
    for place, row in rows(folder / "models.jsonl"):
        name = row["model"]
        config = read(folder / name / "config.json")
        compare_folder(name, config)
        with safetensors.safe_open(folder / name / "model.safetensors", "numpy") as file:
            check("model folders", f"{name}/model.safetensors format", (file.metadata() or {}).get("format"), "pt")
        weights = safetensors.numpy.load_file(folder / name / "model.safetensors")
        for weight, tensor in weights.items():
            check("model folders", f"{name} {weight}", str(tensor.dtype), config["torch_dtype"])
        ours = numpy.array(row["logits"]).reshape(len(row["ids"]), -1)
        theirs = llama(config, weights, row["ids"])
        check("logits", f"{place} {name} shape", ours.shape, theirs.shape)
        distance = float(numpy.max(numpy.abs(ours - theirs)))
        print(f"interop: {name}: logits to {numpy.max(numpy.abs(theirs)):.1f}, furthest apart {distance:.1e}")
        check("logits", f"{place} {name}", distance, f"below {TOLERANCE}", distance < TOLERANCE)
        compare_misreadings(place, name, config, weights, row["ids"], ours)
        compare_continuation(place, name, config, weights, row)


def compare_misreadings(place, name, config, weights, ids, ours):
    """A check that could not fail would say nothing: models read wrongly must be found out."""
    wrong = {
        "pairs side by side": llama(config, weights, ids, interleaved=True),
        "theta": llama(config | {"rope_theta": config["rope_theta"] * 2}, weights, ids),
        "epsilon": llama(config | {"rms_norm_eps": config["rms_norm_eps"] * 10}, weights, ids),
    }
    for mistake, logits in wrong.items():
        distance = float(numpy.max(numpy.abs(ours - logits)))
        check("misreadings seen", f"{place} {name} {mistake}", distance, "well above", distance > 10 * TOLERANCE)


def compare_continuation(place, name, config, weights, row):
    """The likeliest tokens, which our generator finds through its cache of keys and values."""
    ids = list(row["prompt"])
    for at, ours in enumerate(row["continued"]):
        logits = llama(config, weights, ids)[-1]
        lead = float(numpy.max(logits) - logits[ours])
        check("continuations", f"{place} {name} token {at}", ours, int(numpy.argmax(logits)), lead < TOLERANCE)
        ids.append(ours)
    check("continuations", f"{place} {name}", "some tokens", row["continued"], len(row["continued"]) > 0)


# Statistics


def permutation(given, kind):
    def difference(left, right, axis=-1):
        return numpy.mean(left, axis=axis) - numpy.mean(right, axis=axis)

    def size(left, right, axis=-1):
        return numpy.abs(difference(left, right, axis))

    # Theirs doubles the smaller tail; ours, like Fisher's, counts what is as far out on either side.
    two_sided = given["alternative"] == "two-sided"
    return scipy.stats.permutation_test(
        (given["left"], given["right"]),
        size if two_sided else difference,
        permutation_type="samples" if kind == "paired" else "independent",
        vectorized=True,
        n_resamples=numpy.inf,
        alternative="greater" if two_sided else given["alternative"],
    ).pvalue


def student(given, kind):
    test = scipy.stats.ttest_rel if kind == "paired" else scipy.stats.ttest_ind
    return test(given["left"], given["right"])


def ends(interval):
    return [interval.low, interval.high]


def smallest_visible(given, kind):
    result = student(given, kind)
    interval = result.confidence_interval(0.95)
    error = (interval.high - interval.low) / 2 / scipy.stats.t.ppf(0.975, result.df)
    tail = 0.5 / (2 if given["alternative"] == "two-sided" else 1)
    return error * (scipy.stats.t.ppf(1 - tail, result.df) + scipy.stats.t.ppf(0.8, result.df))


def mean_of_runs(rates):
    interval = scipy.stats.t.interval(0.95, len(rates) - 1, numpy.mean(rates), scipy.stats.sem(rates))
    return list(numpy.clip(interval, 0, 1))


def mcnemar(b, c):
    table = [[5, b], [c, 5]]
    return float(statsmodels.stats.contingency_tables.mcnemar(table, exact=True).pvalue)


def fisher(k1, n1, k2, n2):
    return scipy.stats.fisher_exact([[k1, n1 - k1], [k2, n2 - k2]]).pvalue


def proportion(k, n, method):
    return list(statsmodels.stats.proportion.proportion_confint(k, n, 0.05, method))


def newcombe(k1, n1, k2, n2):
    interval = statsmodels.stats.proportion.confint_proportions_2indep
    return list(interval(k1, n1, k2, n2, method="newcomb", compare="diff", alpha=0.05))


def adjusted(p, method):
    return list(statsmodels.stats.multitest.multipletests(p, method=method)[1])


THEIRS = {
    "wilson": lambda g: proportion(*g, "wilson"),
    "clopper-pearson": lambda g: proportion(*g, "beta"),
    "mcnemar": lambda g: mcnemar(*g),
    "fisher": lambda g: fisher(*g),
    "newcombe": lambda g: newcombe(*g),
    "holm": lambda g: adjusted(g, "holm"),
    "benjamini-hochberg": lambda g: adjusted(g, "fdr_bh"),
    "mean-of-runs": mean_of_runs,
    "paired-permutation": lambda g: permutation(g, "paired"),
    "independent-permutation": lambda g: permutation(g, "independent"),
    "paired-interval": lambda g: list(numpy.clip(ends(student(g, "paired").confidence_interval()), -1, 1)),
    "independent-interval": lambda g: list(numpy.clip(ends(student(g, "independent").confidence_interval()), -1, 1)),
    "paired-smallest-visible": lambda g: smallest_visible(g, "paired"),
    "independent-smallest-visible": lambda g: smallest_visible(g, "independent"),
}


def compare_statistics():
    seen = set()
    for place, row in rows(folder / "statistics.jsonl"):
        what, given = row["what"], row["given"]
        seen.add(what)
        theirs = numpy.atleast_1d(THEIRS[what](given))
        ours = numpy.atleast_1d(row["answer"])
        same = ours.shape == theirs.shape and numpy.allclose(ours, theirs, rtol=1e-9, atol=1e-11)
        check("statistics", f"{place} {what} {given}", ours.tolist(), theirs.tolist(), bool(same))
    check("statistics", "statistics.jsonl", sorted(seen), sorted(THEIRS))


# Exports


def keys(values):
    return sorted({tuple(sorted(v)) for v in values})


ROLES = {"system", "user", "assistant", "tool"}


def compare_turn(place, format, turn):
    check("exports", f"{place} role", turn["role"], "a known role", turn["role"] in ROLES)
    check("exports", f"{place} content", turn["content"], "a text", isinstance(turn["content"], str))
    allowed = {"role", "content"}
    if turn["role"] == "assistant" and format in ("trl", "axolotl", "messages"):
        allowed |= {"reasoning_content"}
    if turn["role"] == "assistant" and format not in ("llama-factory", "torchtune"):
        allowed |= {"tool_calls"}
    if turn["role"] == "tool":
        allowed |= {"tool_call_id", "name"}
    if format == "axolotl":
        allowed |= {"train"}
        check("exports", f"{place} train", turn["train"], "a truth value", isinstance(turn["train"], bool))
    if format == "openai" and turn["role"] == "assistant":
        allowed |= {"weight"}
        check("exports", f"{place} weight", turn.get("weight", 1), "0 or 1", turn.get("weight", 1) in (0, 1))
    check("exports", f"{place} keys", sorted(turn), sorted(allowed), set(turn) <= allowed)
    if turn["role"] == "tool" and format == "openai":
        check("exports", f"{place} id", turn["tool_call_id"], "a text", isinstance(turn["tool_call_id"], str))
    for call in turn.get("tool_calls", []):
        check("exports", f"{place} call", [call["type"], sorted(call["function"])], ["function", ["arguments", "name"]])
        arguments = call["function"]["arguments"]
        wanted = dict if format in ("trl", "axolotl") else str
        check("exports", f"{place} arguments", arguments, wanted.__name__, isinstance(arguments, wanted))


def compare_losses(place, format, kind, turns):
    """Which answers bear loss, where the row itself says so."""
    answers = [t for t in turns if t["role"] == "assistant"]
    wanted = [kind != "last" or t is answers[-1] for t in answers]
    if format == "openai":
        check("exports", f"{place} weight", [t.get("weight", 1) == 1 for t in answers], wanted)
    if format == "axolotl":
        check("exports", f"{place} train", [t["train"] for t in answers], wanted)
        others = [t["train"] for t in turns if t["role"] != "assistant"]
        check("exports", f"{place} train of others", any(others), False)


def compare_settings(place, format, kind):
    text = kind == "documents"
    if format == "llama-factory":
        entry = read(place / "dataset_info.json")["data"]
        check("exports", f"{place.name} file", entry["file_name"], "data.jsonl")
        check("exports", f"{place.name} columns", entry["columns"], {"prompt": "text"} if text else {"messages": "messages"})
        if not text:
            check("exports", f"{place.name} formatting", entry["formatting"], "sharegpt")
            tags = {"role_tag": "role", "content_tag": "content"} | {
                f"{role}_tag": role for role in ("user", "assistant", "system")
            }
            check("exports", f"{place.name} tags", entry["tags"], tags)
    if format == "axolotl":
        entry = yaml.safe_load((place / "data.axolotl.yaml").read_text("utf-8"))["datasets"][0]
        check("exports", f"{place.name} path", [entry["path"], entry["ds_type"]], ["data.jsonl", "json"])
        check("exports", f"{place.name} type", entry["type"], "completion" if text else "chat_template")
        column = entry["field"] if text else [entry["field_messages"], entry["message_field_training"]]
        check("exports", f"{place.name} column", column, "text" if text else ["messages", "train"])
    if format == "torchtune":
        entry = yaml.safe_load((place / "data.torchtune.yaml").read_text("utf-8"))["dataset"]
        component = "torchtune.datasets." + ("text_completion_dataset" if text else "chat_dataset")
        check("exports", f"{place.name} component", entry["_component_"], component)
        check("exports", f"{place.name} file", [entry["source"], entry["data_files"]], ["json", "data.jsonl"])
        column = entry["column"] if text else [entry["conversation_column"], entry["conversation_style"]]
        check("exports", f"{place.name} column", column, "text" if text else ["messages", "openai"])


def compare_exports():
    template = template_of("words")
    for place in sorted((folder / "export").iterdir()):
        format, kind = place.name.rsplit("-", 1)
        data = list(rows(place / "data.jsonl"))
        source = [row for _, row in rows(place / "source.jsonl")]
        texts = [text for _, text in rows(place / "rendered.jsonl")]
        columns = {"documents": ("text",)}.get(kind, ("messages",))
        if format == "trl" and kind == "last":
            columns = ("completion", "prompt")
        if format in ("messages", "text"):
            columns += ("id", "metadata")
        if format != "openai":
            columns += ("canary",)
        columns = tuple(sorted(columns))
        check("exports", f"{place.name} columns", keys(row for _, row in data), [columns])
        check("exports", f"{place.name} rows", len(data), len(source))
        compare_settings(place, format, kind)
        for number, (where, row) in enumerate(data):
            if kind == "documents":
                check("exports", where, row["text"], source[number]["text"])
                continue
            turns = row["messages"] if "messages" in row else row["prompt"] + row["completion"]
            for at, turn in enumerate(turns):
                compare_turn(f"{where} turn {at}", format, turn)
            compare_losses(where, format, kind, turns)
            if "completion" in row:
                check("exports", f"{where} completion", [t["role"] for t in row["completion"]], ["assistant"])
            if format in ("messages", "trl", "axolotl") and texts:
                check("exports", f"{where} as the model reads it", texts[number], rendered(template, "whole", turns))


for compare in (compare_words, compare_templates, compare_models, compare_statistics, compare_exports):
    compare()
for group, count in counts.items():
    bad = sum(d.startswith(group + ":") for d in differences)
    print(f"interop: {group}: {count} compared, " + (f"{bad} DIFFER" if bad else "all the same"))
if differences:
    print("\n".join(differences[:20]), file=sys.stderr)
    if len(differences) > 20:
        print(f"and {len(differences) - 20} more", file=sys.stderr)
    sys.exit(1)
