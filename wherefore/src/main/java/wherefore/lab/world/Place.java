package wherefore.lab.world;

import java.util.List;

/// Where a situation happens, and the goals (infinitives) that someone may have there.
public record Place(String name, Family family, List<String> goals) {

    public Place {
        goals = List.copyOf(goals);
    }

    /// Every place of the world.
    public static final List<Place> ALL = List.of(
            new Place("bakery", Family.TRAINING, List.of("bake the bread", "clean the oven", "weigh the flour")),
            new Place("school", Family.TRAINING, List.of("teach the children", "ring the bell", "paint the wall")),
            new Place("farm", Family.TRAINING, List.of("feed the cows", "water the plants", "collect the eggs")),
            new Place("station", Family.TRAINING, List.of("check the trains", "sweep the hall", "print the tickets")),
            new Place("library", Family.TRAINING, List.of("sort the shelf", "repair the stairs", "greet the readers")),
            new Place("mill", Family.TRAINING, List.of("grind the corn", "fill the bags", "oil the wheel")),
            new Place("hospital", Family.DEVELOPMENT, List.of("wash the beds", "cook the soup", "bring the towels")),
            new Place("theater", Family.DEVELOPMENT, List.of("test the lights", "sew the curtain", "guide the guests")),
            new Place("market", Family.DEVELOPMENT, List.of("count the apples", "pack the cheese", "write the prices")),
            new Place("museum", Family.HELD_OUT, List.of("dust the statues", "measure the rooms", "frame the drawing")),
            new Place("harbor", Family.HELD_OUT, List.of("watch the ships", "load the barrels", "mend the nets")),
            new Place("observatory", Family.HELD_OUT, List.of("follow the stars", "polish the lens", "draw the moon")));

    public static List<Place> of(Family family) {
        return ALL.stream().filter(p -> p.family == family).toList();
    }

    /// The place with this name.
    ///
    /// @throws IllegalArgumentException when there is none
    public static Place named(String name) {
        return ALL.stream()
                .filter(p -> p.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no place is called \"" + name + "\""));
    }
}
