package wherefore.chat;

/// A tool offered to the assistant. `parameters` is the text of a JSON Schema.
public record ToolDefinition(String name, String description, String parameters) {}
