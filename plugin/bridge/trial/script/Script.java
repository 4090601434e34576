import dev.mintkeep.bridge.BridgePlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import me.clip.placeholderapi.expansion.PlaceholderExpansion;
import net.milkbowl.vault.economy.Economy;
import net.milkbowl.vault.economy.EconomyResponse;
import net.milkbowl.vault.economy.EconomyResponse.ResponseType;
import org.bukkit.entity.Player;
import org.graalvm.polyglot.Context;

/** The bridge with a desk of a real script: GraalJS with the options of Grakkit. */
public final class Script {
  private static final String CODE =
      """
      let coins = 5000000000;
      let calls = 0;
      const lay = () => bridge.coins(uuid, coins, coins + 0.0);
      bridge.placeholder('', 'balance', '');
      lay();
      bridge.desk((who, change, plugin) => {
        calls += 1;
        if (who !== uuid || typeof change !== 'number' || plugin !== '') return 'odd arguments';
        if (coins + change < 0) return 'Not enough coins.';
        coins += change;
        lay();
        return null;
      });
      globalThis.busy = (rounds) => {
        for (let round = 0; round < rounds; round += 1) {
          bridge.placeholder(uuid, 'balance', `${round}`);
          bridge.coins(uuid, round, round);
        }
      };
      globalThis.counted = () => calls;
      """;

  private static SmallServer server;
  private static BridgePlugin bridge;
  private static Player ada;
  private static Context script;

  public static void main(String[] args) {
    server = SmallServer.start("Vault", "PlaceholderAPI");
    ada = server.join("Ada");
    bridge = new BridgePlugin();
    bridge.onEnable();
    script = open();
    Checks.check("a function of a script is the desk", Script::desk);
    Checks.check("other threads read while the script works, and never enter it", Script::threads);
    Checks.check("a script that throws refuses", Script::thrown);
    Checks.check("a script that has ended refuses", Script::ended);
    // Also when a reader of a failed check goes on for ever.
    System.exit(0);
  }

  private static Context open() {
    Context context =
        Context.newBuilder("js")
            .allowAllAccess(true)
            .allowExperimentalOptions(true)
            .option("engine.WarnInterpreterOnly", "false")
            .option("js.nashorn-compat", "true")
            .option("js.commonjs-require", "true")
            .option("js.commonjs-require-cwd", System.getProperty("java.io.tmpdir"))
            .option("js.ecmascript-version", "2022")
            .build();
    context.getBindings("js").putMember("bridge", bridge);
    context.getBindings("js").putMember("uuid", ada.getUniqueId().toString());
    context.eval("js", CODE);
    return context;
  }

  private static Economy economy() {
    return (Economy) server.services.get(Economy.class);
  }

  private static void desk() {
    Checks.equal(economy().getBalance(ada), 5e9, "balance");
    EconomyResponse taken = economy().withdrawPlayer(ada, 4_999_999_999d);
    Checks.equal(taken.errorMessage, null, "why not");
    Checks.equal(taken.balance, 1d, "balance after");
    Checks.equal(economy().withdrawPlayer(ada, 2).errorMessage, "Not enough coins.", "why not");
    Checks.equal(economy().depositPlayer(ada, 9e15).balance, 9e15 + 1, "balance after");
    Checks.equal(script.eval("js", "counted()").asInt(), 3, "calls");
  }

  private static void threads() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    PlaceholderExpansion texts = PlaceholderExpansion.REGISTERED.get("mintkeep");
    Economy economy = economy();
    Callable<String> read =
        () -> {
          String said = "";
          while (!isOver.get()) {
            if (texts.onRequest(ada, "balance") == null) throw new AssertionError("no text");
            economy.getBalance(ada);
            said = economy.withdrawPlayer(ada, 1).errorMessage;
          }
          return said;
        };
    List<Future<String>> readers = new ArrayList<>();
    for (int reader = 0; reader < 8; reader += 1) readers.add(pool.submit(read));
    script.eval("js", "busy(5000)");
    isOver.set(true);
    for (Future<String> reader : readers) {
      if (!reader.get().contains("thread")) throw new AssertionError(reader.get());
    }
    pool.shutdown();
    Checks.equal(script.eval("js", "counted()").asInt(), 3, "calls");
    Checks.equal(texts.onRequest(ada, "balance"), "4999", "the last text");
    Checks.equal(economy.getBalance(ada), 4_999d, "the last coins");
  }

  private static void thrown() {
    script.eval("js", "bridge.desk(() => { throw new Error('a mistake'); })");
    Checks.equal(economy().withdrawPlayer(ada, 1).errorMessage, "Mintkeep failed.", "why not");
    script.eval("js", "bridge.desk(() => 5)");
    Checks.equal(economy().withdrawPlayer(ada, 1).type, ResponseType.FAILURE, "a number");
    script.eval("js", "bridge.desk(() => undefined)");
    Checks.equal(economy().withdrawPlayer(ada, 1).type, ResponseType.SUCCESS, "undefined");
  }

  private static void ended() {
    Economy kept = economy();
    script.eval("js", "bridge.desk(() => null)");
    script.close();
    Checks.equal(kept.withdrawPlayer(ada, 1).errorMessage, "Mintkeep failed.", "why not");
    script = open();
    Checks.equal(kept.withdrawPlayer(ada, 1).type, ResponseType.SUCCESS, "its successor");
  }
}
