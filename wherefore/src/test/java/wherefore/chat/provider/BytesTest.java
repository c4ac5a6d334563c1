package wherefore.chat.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Bytes are gathered whole whatever was expected, and kept uncopied only where nobody else fills them again.
class BytesTest {

    private static byte[] of(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String told(Bytes bytes) {
        return new String(bytes.whole(), StandardCharsets.UTF_8);
    }

    @Test
    void moreThanExpectedAndLessThanExpectedAreBothWhole() {
        for (int expected : new int[] {0, 1, 7, 8, 9, 1_000}) {
            Bytes bytes = new Bytes(expected);
            bytes.write(of("well"), 0, 4);
            bytes.write(' ');
            bytes.take(ByteBuffer.wrap(of("done")));
            assertThat(told(bytes)).isEqualTo("well done");
            assertThat(bytes.size()).isEqualTo(9);
        }
    }

    @Test
    void aWholeArrayThatWasExpectedIsKeptAsItIs() {
        byte[] body = of("all at once");
        Bytes bytes = new Bytes(body.length);
        bytes.write(body, 0, body.length);
        assertThat(bytes.whole()).isSameAs(body);
    }

    @Test
    void aBufferIsCopiedThoughItHoldsAllThatWasExpected() {
        byte[] reused = of("first");
        Bytes bytes = new Bytes(reused.length);
        bytes.take(ByteBuffer.wrap(reused));
        System.arraycopy(of("other"), 0, reused, 0, reused.length);
        assertThat(told(bytes)).isEqualTo("first");
    }

    @Test
    void aPartOfAnArrayIsCopied() {
        byte[] longer = of("--body--");
        Bytes bytes = new Bytes(4);
        bytes.write(longer, 2, 4);
        longer[2] = '?';
        assertThat(told(bytes)).isEqualTo("body");
    }

    @Test
    void whatFollowsAnArrayThatWasKeptDoesNotReachIntoIt() {
        byte[] body = of("body");
        Bytes bytes = new Bytes(4);
        bytes.write(body, 0, 4);
        bytes.write('!');
        assertThat(told(bytes)).isEqualTo("body!");
        assertThat(body).isEqualTo(of("body"));
    }
}
