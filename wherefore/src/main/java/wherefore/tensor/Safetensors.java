package wherefore.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Named tensors in a safetensors file: eight bytes with the header's length (little-endian), a JSON header with type,
/// shape and place of each tensor, then their bytes. Written in the order of names, so that the same tensors give the
/// same bytes.
@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
public final class Safetensors {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String METADATA = "__metadata__";
    private static final long LONGEST_HEADER = 100_000_000;

    private Safetensors() {}

    /// Writes 32-bit floats. Not whole-or-nothing by itself: write to a temporary place and move it.
    public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        Map<String, Tensor> ordered = new TreeMap<>(tensors);
        byte[] header = header(ordered);
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
            drain(out, start.putLong(header.length).put(header).flip());
            for (Tensor tensor : ordered.values()) {
                try (Scope scope = Scope.open()) {
                    drain(out, bytes(tensor));
                }
            }
            out.force(true);
        }
    }

    /// Maps the file and makes tensors over the mapping without copying (bfloat16 and half floats are copied to 32-bit
    /// floats). The tensors must not be changed.
    public static Map<String, Tensor> read(Path file) throws IOException {
        Engine.require();
        MemorySegment mapping = map(file);
        long length = mapping.byteSize() < 8 ? -1 : mapping.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
        if (length < 2 || length > LONGEST_HEADER || 8 + length > mapping.byteSize()) {
            throw new IOException(file + " is not a safetensors file, or is cut short");
        }
        MemorySegment data = mapping.asSlice(8 + length);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        String header = new String(mapping.asSlice(8, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        try {
            for (Map.Entry<String, JsonNode> entry : JSON.readTree(header).properties()) {
                if (!entry.getKey().equals(METADATA)) {
                    tensors.put(entry.getKey(), view(data, entry.getKey(), entry.getValue(), file));
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + " has a header that is not JSON", e);
        }
        return tensors;
    }

    /// SHA-256 of a tensor's numbers as 32-bit floats, little-endian, as 64 hexadecimal digits.
    public static String sha256(Tensor tensor) {
        try (Scope scope = Scope.open()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(tensor));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] header(Map<String, Tensor> tensors) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        // Several versions of transformers refuse a file that does not say whose layout it has.
        header.putObject(METADATA).put("format", "pt");
        long end = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            ObjectNode place = header.putObject(entry.getKey()).put("dtype", "F32");
            var shape = place.putArray("shape");
            for (long size : entry.getValue().shape()) {
                shape.add(size);
            }
            long begin = end;
            end += 4 * entry.getValue().elements();
            place.putArray("data_offsets").add(begin).add(end);
        }
        String json = JSON.writeValueAsString(header);
        // Padded so that the numbers start at a multiple of eight.
        return (json + " ".repeat((8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(Tensor tensor) {
        org.bytedeco.pytorch.Tensor dense =
                tensor.handle().detach().to(ScalarType.Float).contiguous();
        return new BytePointer(dense.data_ptr()).capacity(dense.nbytes()).asByteBuffer();
    }

    private static void drain(FileChannel out, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
        }
    }

    private static Tensor view(MemorySegment data, String name, JsonNode place, Path file) throws IOException {
        ScalarType type = switch (place.path("dtype").asString("")) {
            case "F32" -> ScalarType.Float;
            case "BF16" -> ScalarType.BFloat16;
            case "F16" -> ScalarType.Half;
            default ->
                throw new IOException(file + ": tensor " + name + " has the type " + place.path("dtype")
                        + "; F32, BF16 and F16 can be read");
        };
        List<Long> sizes = new ArrayList<>();
        place.path("shape").forEach(s -> sizes.add(s.asLong()));
        long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
        long begin = place.path("data_offsets").path(0).asLong(-1);
        long end = place.path("data_offsets").path(1).asLong(-1);
        long expected = sizes.stream().reduce(type == ScalarType.Float ? 4L : 2L, Math::multiplyExact);
        if (begin < 0 || end < begin || end > data.byteSize() || end - begin != expected) {
            throw new IOException(file + ": the place of tensor " + name + " does not fit its shape or the file");
        }
        MemorySegment numbers = data.asSlice(begin, end - begin);
        org.bytedeco.pytorch.Tensor mapped = torch.from_blob(new Mapped(numbers), shape, new TensorOptions(type));
        return type == ScalarType.Float ? new Tensor(mapped, numbers) : new Tensor(mapped.to(ScalarType.Float));
    }

    /// A pointer into the mapping, which owns the memory.
    private static final class Mapped extends Pointer {
        Mapped(MemorySegment numbers) {
            address = numbers.address();
            limit = numbers.byteSize();
            capacity = limit;
        }
    }
}
