package wherefore.chat.calls;

import java.util.Optional;

/// Which calls are meant; what is absent restricts nothing.
///
/// @param model `provider/name`, or the name alone
/// @param stage a stage, or what stands before the slash of several
/// @param stop  `finished`, `length`, `refused`, `filtered` or `unknown`
public record CallFilter(Optional<String> model, Optional<String> stage, Optional<String> run, Optional<String> stop) {

    public static final CallFilter ALL =
            new CallFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
