package wherefore.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // An open scope is not mentioned again: it owns what is made below it.
class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBackToTheBit() throws IOException {
        Path file = folder.resolve("a.safetensors");
        try (Scope scope = Scope.open()) {
            float[] odd = {Float.MIN_VALUE, -0f, 1 / 3f, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, 7};
            Safetensors.write(
                    file,
                    Map.of("b", Tensor.floats(odd, 2, 3), "a", Tensor.ones(5).narrow(0, 1, 2)));
            Map<String, Tensor> read = Safetensors.read(file);
            assertThat(read.keySet()).containsExactly("a", "b");
            assertThat(tensor(read, "b").toFloats()).containsExactly(odd);
            assertThat(tensor(read, "b").shape()).containsExactly(2, 3);
            assertThat(tensor(read, "a").toFloats()).containsExactly(1, 1);
        }
    }

    @Test
    void theSameTensorsGiveTheSameBytesWhateverTheirOrder() throws IOException {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> one = new LinkedHashMap<>();
            one.put("x", Tensor.ones(2));
            one.put("y", Tensor.zeros(3, 1));
            Map<String, Tensor> other = new LinkedHashMap<>();
            other.put("y", Tensor.zeros(3, 1));
            other.put("x", Tensor.ones(2));
            Safetensors.write(folder.resolve("one"), one);
            Safetensors.write(folder.resolve("other"), other);
            assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("other"));
        }
    }

    /// The layout by hand: length of the header, header, numbers; the header ends where numbers may begin.
    @Test
    void aFileIsLengthHeaderAndNumbers() throws IOException {
        Path file = folder.resolve("a.safetensors");
        try (Scope scope = Scope.open()) {
            Safetensors.write(file, Map.of("x", Tensor.floats(new float[] {1.5f, -2}, 2)));
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] header = new byte[(int) bytes.getLong()];
        bytes.get(header);
        assertThat(header.length % 8).isZero();
        assertThat(new String(header, StandardCharsets.UTF_8).strip())
                .isEqualTo(
                        "{\"__metadata__\":{\"format\":\"pt\"},\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}");
        assertThat(bytes.getFloat()).isEqualTo(1.5f);
        assertThat(bytes.getFloat()).isEqualTo(-2f);
        assertThat(bytes.hasRemaining()).isFalse();
    }

    /// bfloat16 is the upper half of a float: 0x3FC0 is 1.5, 0xC000 is -2.
    @Test
    void brainFloatsAreReadAsFloats() throws IOException {
        Path file = folder.resolve("b.safetensors");
        write(file, "{\"x\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", (short) 0x3FC0, (short)
                0xC000);
        try (Scope scope = Scope.open()) {
            assertThat(tensor(Safetensors.read(file), "x").toFloats()).containsExactly(1.5f, -2f);
        }
    }

    @Test
    void filesThatAreNotWhatTheySayAreRefused() throws IOException {
        Path file = folder.resolve("c.safetensors");
        Files.writeString(file, "abc");
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut short");
        write(file, "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", (short) 1);
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("the place of tensor x");
        write(file, "{\"x\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[0,2]}}", (short) 1);
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("I8");
        write(file, "{nonsense", (short) 1);
        assertThatThrownBy(() -> Safetensors.read(file)).hasMessageContaining("not JSON");
    }

    private static Tensor tensor(Map<String, Tensor> read, String name) {
        return Objects.requireNonNull(read.get(name), name);
    }

    private static void write(Path file, String header, short... numbers) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + text.length + 2 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(text.length).put(text);
        for (short number : numbers) {
            bytes.putShort(number);
        }
        Files.write(file, bytes.array());
    }
}
