package wherefore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/wherefore` in a folder of its own, with JDKs and a Maven wrapper that only say what was asked of them.
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "bin", "wherefore");

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void aCheckout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "this system has no /bin/bash");
        home = Files.createDirectory(folder.resolve("checkout")).toRealPath();
        Files.createDirectories(home.resolve("bin"));
        Files.createDirectories(home.resolve("wherefore/src/main"));
        Files.writeString(home.resolve("pom.xml"), "");
        Files.writeString(home.resolve("wherefore/pom.xml"), "");
        Files.copy(LAUNCHER, home.resolve("bin/wherefore"));
        script(home.resolve("mvnw"), """
                echo "$JAVA_HOME" >>built-with
                sleep 0.3
                mkdir -p wherefore/target
                touch wherefore/target/built wherefore/target/wherefore.jar
                """);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/bash\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// A folder that looks like a JDK of this version and prints its arguments one a line.
    private Path jdk(String name, String version) throws IOException {
        Path jdk = Files.createDirectories(folder.resolve("jdks/" + name));
        Files.createDirectories(jdk.resolve("bin"));
        script(jdk.resolve("bin/java"), "printf '%s\\n' \"from " + name + "\" \"$@\"\n");
        script(jdk.resolve("bin/javac"), "");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk.toRealPath();
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("/bin/bash", home.resolve("bin/wherefore").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> all = new TreeMap<>(Map.of(
                "PATH", "/usr/bin:/bin",
                "HOME", folder.toString(),
                "WHEREFORE_JDK_FOLDERS", folder.resolve("jdks").toString()));
        all.putAll(environment);
        builder.environment().clear();
        builder.environment().putAll(all);
        return builder.start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aJdkThatIsTooOldIsOneLineOnWhatToInstall() throws Exception {
        Process process = start(Map.of("JAVA_HOME", jdk("old", "17.0.15").toString(), "PATH", "/nowhere"), "doctor");
        assertThat(output(process).lines()).singleElement().asString().contains("JDK 25 or newer", "JAVA_HOME");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void aNewerJdkIsFoundInTheUsualFoldersWhenJavaHomeIsTooOld() throws Exception {
        Path old = jdk("a-old", "17.0.15");
        jdk("b-new", "25.0.3");
        Process process = start(Map.of("JAVA_HOME", old.toString(), "PATH", old + "/bin:/usr/bin:/bin"), "doctor");
        assertThat(output(process)).contains("from b-new");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void javaHomeIsPreferredWhenItIsNewEnough() throws Exception {
        jdk("a-new", "25");
        Path newer = jdk("z-newer", "26-ea");
        assertThat(output(start(Map.of("JAVA_HOME", newer.toString()), "doctor")))
                .contains("from z-newer")
                .contains("-Dwherefore.home=" + home);
    }

    @Test
    void argumentsArriveAsTheyWereGiven() throws Exception {
        jdk("new", "25.0.3");
        assertThat(output(start(Map.of(), "run", "my study.yaml", "", "--out=$HOME"))
                        .lines())
                .containsSubsequence("-jar", home + "/wherefore/target/wherefore.jar", "run", "my study.yaml", "")
                .endsWith("--out=$HOME");
    }

    @Test
    void itBuildsWhenASourceIsNewerAndOtherwiseNot() throws Exception {
        Path jdk = jdk("new", "25.0.3");
        assertThat(output(start(Map.of(), "doctor"))).contains("building once with " + jdk);
        assertThat(output(start(Map.of(), "doctor"))).doesNotContain("building");
        Path source = Files.writeString(home.resolve("wherefore/src/main/New.java"), "");
        Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.fromMillis(4_000_000_000_000L));
        assertThat(output(start(Map.of(), "doctor"))).contains("building");
        assertThat(home.resolve("built-with")).content().hasLineCount(2);
    }

    @Test
    void twoFirstStartsBuildOnce() throws Exception {
        jdk("new", "25.0.3");
        Process one = start(Map.of(), "doctor");
        Process other = start(Map.of(), "doctor");
        assertThat(output(one) + output(other)).contains("waiting for the build");
        assertThat(one.waitFor() + other.waitFor()).isZero();
        assertThat(home.resolve("built-with")).content().hasLineCount(1);
        assertThat(home.resolve(".building")).doesNotExist();
    }

    @Test
    void aLockThatADeadProcessLeftIsTakenAway() throws Exception {
        jdk("new", "25.0.3");
        Process dead = new ProcessBuilder("/bin/bash", "-c", "exit").start();
        dead.waitFor();
        Files.writeString(Files.createDirectory(home.resolve(".building")).resolve("pid"), dead.pid() + "\n");
        assertThat(output(start(Map.of(), "doctor"))).contains("from new");
    }

    @Test
    void aBuildThatFailsSaysWhyAndLeavesNoLock() throws Exception {
        jdk("new", "25.0.3");
        script(home.resolve("mvnw"), "echo '[ERROR] cannot find symbol'\nexit 1\n");
        Process process = start(Map.of("TMPDIR", folder.toString()), "doctor");
        assertThat(output(process)).contains("cannot find symbol").contains("the build failed");
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(home.resolve(".building")).doesNotExist();
    }
}
