package wherefore.chat.calls;

import wherefore.chat.Request;
import wherefore.format.Fingerprint;

/// What an answer is kept under: the request by its content, the repeat (which belongs to the request's id), and who
/// was asked. Ten samples of one prompt are ten keys; the same sample asked again is the same key.
///
/// @param request [RequestId]
public record CallKey(String request, ModelIdentity model) {

    public static CallKey of(Request request, ModelIdentity model) {
        return new CallKey(RequestId.of(request), model);
    }

    /// 64 hexadecimal digits.
    public String hex() {
        return new Fingerprint()
                .with("call", 1)
                .with("request", request)
                .with("provider", model.provider())
                .with("name", model.name())
                .with("settings", model.settings())
                .hex();
    }
}
