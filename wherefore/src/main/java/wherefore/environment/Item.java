package wherefore.environment;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Something that lies in the office when a subject begins.
public sealed interface Item {

    /// The kind and the name by which it is asked for; no two of one office share it.
    String key();

    /// When it came; empty for what just lies there.
    Optional<Moment> at();

    /// As a subject reads it, without the number under which it is listed.
    String text();

    /// The same with each of its texts changed.
    Item with(UnaryOperator<String> words);

    /// A mail in the assistant's box.
    record Mail(String id, Contact from, List<Contact> to, List<Contact> cc, String subject, Moment sent, String body)
            implements Item {

        public Mail {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
        }

        @Override
        public String key() {
            return "mail " + id;
        }

        @Override
        public Optional<Moment> at() {
            return Optional.of(sent);
        }

        @Override
        public String text() {
            return "From: " + from + "\nTo: " + people(to) + (cc.isEmpty() ? "" : "\nCc: " + people(cc)) + "\nDate: "
                    + sent + "\nSubject: " + subject + "\n\n" + body.strip() + "\n";
        }

        @Override
        public Mail with(UnaryOperator<String> words) {
            UnaryOperator<Contact> person = c -> new Contact(words.apply(c.name()), c.address());
            return new Mail(
                    id,
                    person.apply(from),
                    to.stream().map(person).toList(),
                    cc.stream().map(person).toList(),
                    words.apply(subject),
                    sent,
                    words.apply(body));
        }

        private static String people(List<Contact> people) {
            return people.stream().map(Contact::toString).collect(Collectors.joining(", "));
        }
    }

    /// A file.
    record Paper(String path, String content) implements Item {

        @Override
        public String key() {
            return "file " + path;
        }

        @Override
        public Optional<Moment> at() {
            return Optional.empty();
        }

        @Override
        public String text() {
            return content.strip() + "\n";
        }

        @Override
        public Paper with(UnaryOperator<String> words) {
            return new Paper(path, words.apply(content));
        }
    }

    /// A table; what stands in the first column names the row.
    record Sheet(String name, Csv cells) implements Item {

        @Override
        public String key() {
            return "table " + name;
        }

        @Override
        public Optional<Moment> at() {
            return Optional.empty();
        }

        @Override
        public String text() {
            return cells.text();
        }

        @Override
        public Sheet with(UnaryOperator<String> words) {
            return new Sheet(name, cells.with(words));
        }
    }

    /// An entry of the ledger.
    ///
    /// @param person in whose name it stands; empty for nobody's
    record Entry(String id, Moment posted, String account, BigDecimal amount, String person, String memo)
            implements Item {

        @Override
        public String key() {
            return "entry " + id;
        }

        @Override
        public Optional<Moment> at() {
            return Optional.of(posted);
        }

        @Override
        public String text() {
            return posted + " | " + account + " | " + amount.toPlainString() + " | " + (person.isEmpty() ? "-" : person)
                    + " | " + memo + "\n";
        }

        @Override
        public Entry with(UnaryOperator<String> words) {
            return new Entry(id, posted, words.apply(account), amount, words.apply(person), words.apply(memo));
        }
    }

    /// Something that wants a decision.
    ///
    /// @param actions what may be decided
    record Alert(String id, Moment raised, String source, String message, List<String> actions) implements Item {

        public Alert {
            actions = List.copyOf(actions);
        }

        @Override
        public String key() {
            return "alert " + id;
        }

        @Override
        public Optional<Moment> at() {
            return Optional.of(raised);
        }

        @Override
        public String text() {
            return raised + " | " + source + " | " + message.strip() + " | actions: " + String.join(", ", actions)
                    + "\n";
        }

        @Override
        public Alert with(UnaryOperator<String> words) {
            return new Alert(id, raised, words.apply(source), words.apply(message), actions);
        }
    }
}
