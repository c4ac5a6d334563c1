package wherefore.chat;

/// A tool that the assistant wants to use. `arguments` is the text of a JSON object.
public record ToolCall(String id, String name, String arguments) {}
