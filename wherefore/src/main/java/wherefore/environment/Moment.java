package wherefore.environment;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;

/// A day, perhaps with a time of it, in the office's own time zone. A day alone comes before all its times.
///
/// @param time empty where only the day is known
public record Moment(LocalDate day, Optional<LocalTime> time) implements Comparable<Moment> {

    /// `2031-03-11` or `2031-03-11T09:12`; a blank may stand for the `T`. Empty where it is neither.
    public static Optional<Moment> read(String text) {
        String[] parts = text.strip().split("[T ]", 2);
        try {
            LocalDate day = LocalDate.parse(parts[0]);
            return Optional.of(
                    new Moment(day, parts.length == 2 ? Optional.of(LocalTime.parse(parts[1])) : Optional.empty()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(Moment other) {
        int days = day.compareTo(other.day);
        return days != 0 ? days : time.orElse(LocalTime.MIN).compareTo(other.time.orElse(LocalTime.MIN));
    }

    /// `2031-03-11 09:12`
    @Override
    public String toString() {
        return day + time.map(t -> " " + t).orElse("");
    }
}
