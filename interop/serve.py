"""serve.py MODEL-FOLDER FOLDER: writes a model folder of ours in llama.cpp's format and offers it by llama.cpp's server.

The server runs in this process, and ends when standard input does. "ready: ADDRESS" on standard output says that it
answers; its log goes to FOLDER/server.log.
"""

import json
import os
import socket
import sys
from pathlib import Path

import gguf
import numpy as np
from safetensors.numpy import load_file

SLOTS = 8
# Joined to the word before them in natural text, and standing alone between spaces in the small world's.
MARKS = [",", ".", ":", "?"]
# A call as one token, so that a request can make a model call a tool that has no words for it: by a bias on this token.
CALL = '<tool_call>\n{"name": "set_lamp", "arguments": {"on": true}}\n</tool_call>'
# What the chat template of a model folder says, and, as its models have no words for them, tools besides: definitions, calls and
# results, in the spelling that many open models share. No space stands before a role: the tokenizer would drop it, and a
# server that holds an answer to a grammar compares texts.
TEMPLATE = """
{%- if tools -%}
{{- '<|system|> tools :' -}}
{%- for tool in tools -%}{{- ' ' + (tool | tojson) -}}{%- endfor -%}
{{- ' <|end|>' -}}
{%- endif -%}
{%- for message in messages -%}
{{- '<|' + message['role'] + '|>' -}}
{%- if message['role'] == 'assistant' and message['reasoning_content'] is defined and message['reasoning_content'] is not none -%}
{{- ' <think> ' + message['reasoning_content'] + ' </think>' -}}
{%- endif -%}
{%- if message['content'] -%}{{- ' ' + message['content'] -}}{%- endif -%}
{%- if message['tool_calls'] -%}
{%- for call in message['tool_calls'] -%}
{{- '<tool_call>\\n{"name": "' + call['function']['name'] + '", "arguments": ' + (call['function']['arguments'] | tojson) + '}\\n</tool_call>' -}}
{%- endfor -%}
{%- endif -%}
{{- ' <|end|>' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}
{{- '<|assistant|>' -}}
{%- endif -%}
"""


def vocabulary(folder):
    """Tokens with their scores and kinds, and for each the row of our embedding that it is read as.

    Our tokenizer has one token a word. The nearest that llama.cpp has is a unigram model whose words begin with the mark of a
    space, with such words alone. Beyond our own tokens come the marks as they stand alone, and all bytes, without which no
    grammar could make the model write JSON.
    """
    read = json.loads((folder / "tokenizer.json").read_text())
    words = read["model"]["vocab"]
    special = {token["id"]: token["content"] for token in read["added_tokens"]}
    tokens, kinds, rows = [], [], []
    for word, token in sorted(words.items(), key=lambda item: item[1]):
        unwritten = word.startswith("<|") or word == "<pad>"
        kind = (
            gguf.TokenType.UNKNOWN
            if word == "<unk>"
            else gguf.TokenType.CONTROL
            if unwritten
            else gguf.TokenType.USER_DEFINED
            if token in special
            else gguf.TokenType.NORMAL
        )
        tokens.append(word if token in special or word in MARKS else "\u2581" + word)
        kinds.append(kind)
        rows.append(token)
    for mark in MARKS:
        tokens.append("\u2581" + mark)
        kinds.append(gguf.TokenType.NORMAL)
        rows.append(words[mark])
    for byte in range(256):
        tokens.append(f"<0x{byte:02X}>")
        kinds.append(gguf.TokenType.BYTE)
        rows.append(words["<unk>"])
    tokens.append(CALL)
    kinds.append(gguf.TokenType.USER_DEFINED)
    rows.append(words["<|end|>"])
    return words, tokens, kinds, rows


def halves_to_pairs(weights, heads):
    """Rotary pairs are halves of a head in a Hugging Face folder, and neighbours in llama.cpp's format."""
    rows, columns = weights.shape
    return weights.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def convert(folder, path):
    config = json.loads((folder / "config.json").read_text())
    weights = load_file(folder / "model.safetensors")
    words, tokens, kinds, rows = vocabulary(folder)

    out = gguf.GGUFWriter(path, "llama")
    out.add_name(folder.name)
    out.add_context_length(config["max_position_embeddings"])
    out.add_embedding_length(config["hidden_size"])
    out.add_block_count(config["num_hidden_layers"])
    out.add_feed_forward_length(config["intermediate_size"])
    out.add_head_count(config["num_attention_heads"])
    out.add_head_count_kv(config["num_key_value_heads"])
    out.add_key_length(config["head_dim"])
    out.add_value_length(config["head_dim"])
    out.add_rope_dimension_count(config["head_dim"])
    out.add_rope_freq_base(config["rope_theta"])
    out.add_layer_norm_rms_eps(config["rms_norm_eps"])
    out.add_vocab_size(len(tokens))
    out.add_file_type(gguf.LlamaFileType.ALL_F32)

    out.add_tokenizer_model("t5")
    out.add_tokenizer_pre("default")
    out.add_token_list(tokens)
    out.add_token_scores([-1.0] * len(tokens))
    out.add_token_types(kinds)
    out.add_add_space_prefix(True)
    out.add_remove_extra_whitespaces(True)
    out.add_add_bos_token(False)
    out.add_add_eos_token(False)
    out.add_pad_token_id(words["<pad>"])
    out.add_unk_token_id(words["<unk>"])
    out.add_eos_token_id(config["eos_token_id"])
    out.add_chat_template(TEMPLATE)

    def add(name, tensor):
        out.add_tensor(name, np.ascontiguousarray(tensor, dtype=np.float32))

    embedding = weights["model.embed_tokens.weight"]
    last = embedding if config["tie_word_embeddings"] else weights["lm_head.weight"]
    more = len(tokens) - len(embedding)
    reading = embedding[rows]
    # A token that no text of ours holds is as unlikely as padding, which the model has learnt never to write.
    writing = np.concatenate([last, np.repeat(last[[words["<pad>"]]], more, axis=0)])
    gain = weights["model.norm.weight"]
    # After a call the model ends its turn, whatever came before: the row is so long that no layer turns it, and points to where
    # the end is likeliest and padding, which a call is written as, least likely.
    reading[-1] = 1000 * gain * (last[config["eos_token_id"]] - last[words["<pad>"]])
    add("token_embd.weight", reading)
    add("output.weight", writing)
    add("output_norm.weight", gain)
    for layer in range(config["num_hidden_layers"]):
        theirs, ours = f"blk.{layer}.", f"model.layers.{layer}."
        add(theirs + "attn_norm.weight", weights[ours + "input_layernorm.weight"])
        add(theirs + "ffn_norm.weight", weights[ours + "post_attention_layernorm.weight"])
        for name, heads in (("q", config["num_attention_heads"]), ("k", config["num_key_value_heads"])):
            add(
                f"{theirs}attn_{name}.weight",
                halves_to_pairs(weights[f"{ours}self_attn.{name}_proj.weight"], heads),
            )
        add(theirs + "attn_v.weight", weights[ours + "self_attn.v_proj.weight"])
        add(theirs + "attn_output.weight", weights[ours + "self_attn.o_proj.weight"])
        for name in ("gate", "up", "down"):
            add(f"{theirs}ffn_{name}.weight", weights[f"{ours}mlp.{name}_proj.weight"])
    out.write_header_to_file()
    out.write_kv_data_to_file()
    out.write_tensors_to_file()
    out.close()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def main():
    model, folder = Path(sys.argv[1]), Path(sys.argv[2])
    path = folder / (model.name + ".gguf")
    convert(model, path)

    # Only what we say goes to standard output; the server speaks to both streams.
    said = os.fdopen(os.dup(1), "w")
    log = os.open(folder / "server.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    import xllamacpp

    context = json.loads((model / "config.json").read_text())["max_position_embeddings"]
    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.model_alias = {model.name}
    params.hostnames = ["127.0.0.1"]
    params.port = free_port()
    params.n_parallel = SLOTS
    params.n_ctx = SLOTS * context
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    # Keys and values as exact as ours, so that the likeliest answers are the same.
    params.cache_type_k = xllamacpp.ggml_type.GGML_TYPE_F32
    params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    server = xllamacpp.Server(params)
    print("ready: " + server.listening_address, file=said, flush=True)
    sys.stdin.buffer.read()
    # Ends all threads of the server at once.
    os._exit(0)


if __name__ == "__main__":
    main()
