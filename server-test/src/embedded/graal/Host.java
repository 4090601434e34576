import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FileReader;
import java.io.FileWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * Runs script contexts with the options of Grakkit 6.0.1, on one thread, for a game that lives in
 * another process. The two speak in lines over two pipes, one at a time: whoever asked waits for the
 * answer and serves what comes in between, so that a script may call the game while the game calls
 * the script.
 *
 * <pre>
 * game to host: open ID PATH | run ID JSON | close ID | reply JSON
 * host to game: call ID JSON | done MICROSECONDS JSON
 * </pre>
 *
 * The microseconds are what scripts themselves have worked since the last answer.
 */
public final class Host {
  private final Engine engine =
      Engine.newBuilder().option("engine.WarnInterpreterOnly", "false").build();
  private final Map<Integer, Context> contexts = new HashMap<>();
  private final Source guest;
  private final String table;
  private final BufferedReader in;
  private final BufferedWriter out;
  private long enteredNs;
  private long scriptNs;

  private Host(String inPath, String outPath, String guestPath, String tablePath) throws Exception {
    guest = Source.newBuilder("js", Path.of(guestPath).toFile()).build();
    table = Files.readString(Path.of(tablePath));
    in = new BufferedReader(new FileReader(inPath, StandardCharsets.UTF_8));
    out = new BufferedWriter(new FileWriter(outPath, StandardCharsets.UTF_8));
  }

  /** What a script context sees as `__host`. */
  public final class Door {
    private final int id;
    public final String table = Host.this.table;

    Door(int id) {
      this.id = id;
    }

    public String call(String json) throws Exception {
      send("call " + id + " " + json);
      return serveUntilReply();
    }

    public void enter() {
      Host.this.enter();
    }

    public void leave() {
      Host.this.leave();
    }
  }

  private void enter() {
    enteredNs = System.nanoTime();
  }

  private void leave() {
    scriptNs += System.nanoTime() - enteredNs;
  }

  private long takeScriptUs() {
    long taken = scriptNs / 1000;
    scriptNs -= taken * 1000;
    return taken;
  }

  private void send(String line) throws Exception {
    out.write(line);
    out.write('\n');
    out.flush();
  }

  private String serveUntilReply() throws Exception {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("reply ")) return line.substring(6);
      String outcome = perform(line);
      send("done " + takeScriptUs() + " " + outcome);
    }
    // The game is gone: as with a pulled plug, nothing more is done.
    Runtime.getRuntime().halt(0);
    return null;
  }

  private String perform(String line) {
    String[] words = line.split(" ", 3);
    int id = Integer.parseInt(words[1]);
    try {
      switch (words[0]) {
        case "open":
          open(id, words[2]);
          return "{\"value\":null}";
        case "run":
          Context context = contexts.get(id);
          if (context == null) throw new IllegalStateException("The Context is already closed.");
          Value run = context.getBindings("js").getMember("__run");
          enter();
          try {
            return run.execute(words[2]).asString();
          } finally {
            leave();
          }
        case "close":
          // Forgotten too: a closed context still holds what its script held.
          contexts.remove(id).close();
          return "{\"value\":null}";
        default:
          throw new IllegalArgumentException(line);
      }
    } catch (Throwable thrown) {
      return "{\"threw\":" + quote(describe(thrown)) + "}";
    }
  }

  private void open(int id, String bundlePath) throws Exception {
    Context context =
        Context.newBuilder("js")
            .engine(engine)
            .allowAllAccess(true)
            .allowExperimentalOptions(true)
            .option("js.nashorn-compat", "true")
            .option("js.commonjs-require", "true")
            .option("js.ecmascript-version", "2022")
            .option("js.commonjs-require-cwd", Path.of(bundlePath).getParent().toString())
            // Grakkit loses these silently; here they are told, so that a test can fail.
            .option("js.unhandled-rejections", "warn")
            .build();
    contexts.put(id, context);
    context.getBindings("js").putMember("__host", new Door(id));
    context.eval(guest);
    enter();
    try {
      context.eval(
          Source.newBuilder("js", Path.of(bundlePath).toFile())
              .mimeType("application/javascript+module")
              .build());
    } finally {
      leave();
    }
  }

  private static String describe(Throwable thrown) {
    boolean isOfScript =
        thrown instanceof PolyglotException && ((PolyglotException) thrown).isGuestException();
    StringBuilder text = new StringBuilder(isOfScript ? thrown.getMessage() : thrown.toString());
    if (thrown instanceof PolyglotException) {
      int left = 12;
      for (PolyglotException.StackFrame frame : ((PolyglotException) thrown).getPolyglotStackTrace()) {
        if (left-- == 0) break;
        text.append("\n    at ").append(frame);
      }
    }
    return text.toString();
  }

  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char one : text.toCharArray()) {
      if (one == '"' || one == '\\') quoted.append('\\').append(one);
      else if (one < ' ') quoted.append(String.format("\\u%04x", (int) one));
      else quoted.append(one);
    }
    return quoted.append('"').toString();
  }

  public static void main(String[] args) throws Exception {
    new Host(args[0], args[1], args[2], args[3]).serveUntilReply();
  }
}
