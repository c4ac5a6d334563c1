"""Loads what Wherefore exported with the loaders that people train with, and compares what comes out.

compare_loaders.py FOLDER: FOLDER holds `hub` and `export`, as the specimens write them. `datasets` is needed; TRL and LLaMA-Factory are
tried where they are installed, and a line says where they are not. Prints what was compared; exits with 1 where something differs.
"""

import json
import os
import pathlib
import sys
import tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"
cache = tempfile.TemporaryDirectory()
os.environ["HF_HOME"] = cache.name

import datasets  # noqa: E402

datasets.disable_progress_bars()
folder = pathlib.Path(sys.argv[1])
differences = []
counts = {}


def check(group, place, ours, theirs):
    counts[group] = counts.get(group, 0) + 1
    if ours != theirs:
        differences.append(f"{group}: {place}\n    ours    {ours!r}\n    theirs  {theirs!r}")


def rows(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def without_nothing(value):
    """A table fills what a row does not have with nothing."""
    if isinstance(value, dict):
        return {k: without_nothing(v) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [without_nothing(v) for v in value]
    return value


# datasets


def compare_hub():
    for kind in ("messages", "parquet"):
        repository = folder / "hub" / kind
        names = datasets.get_dataset_config_names(str(repository))
        check("datasets", f"{kind} configurations", ["chat", "documents", "tools"], sorted(names))
        for name in names:
            loaded = datasets.load_dataset(str(repository), name, split="train")
            source = rows(folder / "hub" / f"{name}.jsonl")
            check("datasets", f"{kind} {name} rows", len(source), loaded.num_rows)
            for ours, theirs in zip(source, loaded):
                where = f"{kind} {name} {ours['id']}"
                theirs = without_nothing(theirs)
                check("datasets", f"{where} canary", True, "canary 2b47f34f" in theirs.pop("canary"))
                if kind == "parquet":
                    theirs["metadata"] = json.loads(theirs["metadata"])
                    if "tools" in theirs:
                        theirs["tools"] = json.loads(theirs["tools"])
                check("datasets", where, ours, theirs)
    pairs = datasets.load_dataset("json", data_files=str(folder / "hub" / "dpo" / "pairs.jsonl"), split="train")
    for ours, theirs in zip(rows(folder / "hub" / "chat.jsonl"), pairs):
        theirs = without_nothing(theirs)
        check("datasets", f"pair {ours['id']}", [ours["messages"][-1]], theirs["chosen"])
        check("datasets", f"pair {ours['id']} prompt", ours["messages"][:-1], theirs["prompt"])
        rejected = [{"role": "assistant", "content": "draft of " + ours["messages"][-1]["content"]}]
        check("datasets", f"pair {ours['id']} draft", rejected, theirs["rejected"])
    for place in sorted((folder / "export").iterdir()):
        loaded = datasets.load_dataset("json", data_files=str(place / "data.jsonl"), split="train")
        check("datasets", f"{place.name} rows", len(rows(place / "source.jsonl")), loaded.num_rows)


# TRL

TEMPLATE = """{% for m in messages %}<{{ m['role'] }}> {% if m['role'] == 'assistant' %}{% generation %}{{ m['content'] }} </s>{% endgeneration %}{% else %}{{ m['content'] }} {% endif %}{% endfor %}"""


def tokenizer_of_words(texts):
    import tokenizers
    import transformers

    words = sorted({w for t in texts for w in t.split()} | {"<system>", "<user>", "<assistant>", "<tool>"})
    model = tokenizers.models.WordLevel({w: i for i, w in enumerate(["<unk>", "<pad>", "</s>"] + words)}, unk_token="<unk>")
    base = tokenizers.Tokenizer(model)
    base.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    tokenizer = transformers.PreTrainedTokenizerFast(
        tokenizer_object=base, unk_token="<unk>", pad_token="<pad>", eos_token="</s>"
    )
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def texts_of(source):
    for row in source:
        yield row.get("text", "")
        for turn in row.get("messages", []):
            yield turn["content"]


def compare_trl():
    import torch
    import transformers
    import trl

    torch.set_num_threads(1)
    for place in sorted((folder / "export").glob("trl-*")):
        source = rows(place / "source.jsonl")
        tokenizer = tokenizer_of_words(texts_of(source))
        kind = place.name.removeprefix("trl-")
        loaded = datasets.load_dataset("json", data_files=str(place / "data.jsonl"), split="train")
        model = transformers.LlamaForCausalLM(
            transformers.LlamaConfig(
                vocab_size=len(tokenizer), hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=1
            )
        )
        with tempfile.TemporaryDirectory() as out:
            trainer = trl.SFTTrainer(
                model=model,
                args=trl.SFTConfig(
                    output_dir=out, report_to=[], use_cpu=True, max_length=None, assistant_only_loss=kind == "every", max_steps=1,
                    disable_tqdm=True, save_strategy="no", logging_strategy="no",
                ),
                train_dataset=loaded,
                processing_class=tokenizer,
            )
            for ours, batch in zip(source, [trainer.data_collator([r]) for r in trainer.train_dataset]):
                labels = [i for i in batch["labels"][0].tolist() if i != -100]
                learned = tokenizer.decode(labels, skip_special_tokens=True).split()
                if kind == "documents":
                    wanted = ours["text"].split()
                else:
                    answers = [t["content"] for t in ours["messages"] if t["role"] == "assistant"]
                    answers = answers[-1:] if kind == "last" else answers
                    wanted = " ".join(answers).split()
                learned = [w for w in learned if w != "<assistant>"]
                if kind != "tools":
                    check("TRL", f"{place.name} {ours['id']} what bears loss", wanted, learned)
            trainer.train()
            check("TRL", f"{place.name} one step", 1, trainer.state.global_step)


# LLaMA-Factory


def compare_llama_factory():
    from llamafactory.data.converter import get_dataset_converter  # noqa: F401
    from llamafactory.data.loader import _load_single_dataset
    from llamafactory.data.parser import get_dataset_list
    from llamafactory.hparams import DataArguments, ModelArguments

    for place in sorted((folder / "export").glob("llama-factory-*")):
        source = rows(place / "source.jsonl")
        data = DataArguments(dataset="data", dataset_dir=str(place), overwrite_cache=True)
        attributes = get_dataset_list(["data"], str(place))[0]
        model = ModelArguments(model_name_or_path="none", cache_dir=cache.name)
        arguments = type("Arguments", (), {"should_log": True, "local_process_index": 0})()
        loaded = _load_single_dataset(attributes, model, data, arguments)
        check("LLaMA-Factory", f"{place.name} rows", len(source), len(loaded))
        for ours, theirs in zip(source, loaded):
            if "text" in ours:
                check("LLaMA-Factory", f"{place.name} {ours['id']}", ours["text"], theirs["_prompt"][0]["content"])
                continue
            turns = ours["messages"]
            system = turns[0]["content"] if turns[0]["role"] == "system" else ""
            check("LLaMA-Factory", f"{place.name} {ours['id']} system", system, theirs["_system"] or "")
            spoken = [
                (f"<think>{t['reasoning_content']}</think>" if "reasoning_content" in t else "") + t["content"]
                for t in turns
                if t["role"] != "system"
            ]
            read = [t["content"].replace("\n", "") for t in theirs["_prompt"] + theirs["_response"]]
            check("LLaMA-Factory", f"{place.name} {ours['id']}", [s.replace("\n", "") for s in spoken], read)


compare_hub()
for name, module, compare in (("TRL", "trl", compare_trl), ("LLaMA-Factory", "llamafactory", compare_llama_factory)):
    try:
        __import__(module)
    except ImportError as missing:
        print(f"interop: {name}: skipped: {missing}")
        continue
    compare()
for group, count in counts.items():
    bad = sum(d.startswith(group + ":") for d in differences)
    print(f"interop: {group}: {count} compared, " + (f"{bad} DIFFER" if bad else "all the same"))
if differences:
    print("\n".join(differences[:20]), file=sys.stderr)
    sys.exit(1)
