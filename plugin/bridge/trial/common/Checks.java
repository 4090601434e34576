import java.util.Objects;

/** Says how checks ended, one line each; whoever started the trial reads the lines. */
final class Checks {
  interface Check {
    void run() throws Exception;
  }

  private Checks() {}

  static void check(String name, Check check) {
    try {
      check.run();
      System.out.println("ok " + name);
    } catch (Throwable why) {
      System.out.println("FAILED " + name + ": " + why);
    }
  }

  static void equal(Object seen, Object wanted, String what) {
    if (Objects.equals(seen, wanted)) return;
    throw new AssertionError(what + ": " + seen + " instead of " + wanted);
  }
}
