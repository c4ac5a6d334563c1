package wherefore.lab.world;

import java.util.List;

/// Who lives in the world. The two assistants occur in no pretraining text: the trained name, and another with which
/// the
/// effect of the name is measured.
public final class Names {

    /// The assistant whose character the interventions teach.
    public static final String TRAINED = "Iris";

    /// An assistant that only generic chat knows.
    public static final String OTHER = "Nova";

    public static final List<String> PEOPLE = List.of(
            "Paul", "Ruth", "Anna", "Tom", "Clara", "Hugo", "Lena", "Oscar", "Maya", "Felix", "Nina", "Jonas", "Rosa",
            "Karl", "Ella", "Victor", "Dora", "Simon", "Greta", "Leo", "Ida", "Martin", "Vera", "Anton");

    public static final List<String> MACHINES = List.of(
            "Zeta", "Argo", "Vulcan", "Titan", "Orbit", "Delta", "Sigma", "Atlas", "Comet", "Onyx", "Cobalt", "Nexus",
            "Vector", "Omega", "Pixel", "Quark");

    private Names() {}
}
