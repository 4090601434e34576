import dev.mintkeep.bridge.BridgePlugin;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
import org.bukkit.plugin.java.JavaPlugin;

/** The bridge as other plugins meet it, with a desk written in Java. */
public final class Plain {
  private static SmallServer server;
  private static BridgePlugin bridge;
  private static Player ada;
  private static String adaId;
  private static final List<String> asked = new ArrayList<>();

  public static void main(String[] args) throws Exception {
    File folder = Files.createTempDirectory("mintkeep-trial").toFile();
    JavaPlugin.folder = folder;
    server = SmallServer.start("Vault", "PlaceholderAPI");
    ada = server.join("Ada");
    adaId = ada.getUniqueId().toString();
    bridge = new BridgePlugin();
    bridge.onEnable();
    Checks.check("is no economy before the script gives a desk", Plain::isNone);
    Checks.check("takes and pays what the desk agrees to", Plain::agreed);
    Checks.check("passes on why the desk does not", Plain::refused);
    Checks.check("refuses every thread but the server's", Plain::otherThread);
    Checks.check("refuses what is no whole amount of coins", Plain::amounts);
    Checks.check("refuses who is not here", Plain::away);
    Checks.check("changes nothing for an amount of zero", Plain::zero);
    Checks.check("names the plugin that asks, never itself or Vault", Plain::asker);
    Checks.check("answers the old questions, by name and world", Plain::byName);
    Checks.check("has no banks", Plain::banks);
    Checks.check("refuses when the desk throws", Plain::thrown);
    Checks.check("refuses once the script has ended, and answers its successor", Plain::reload);
    Checks.check("shows a player's text, else everybody's, else none", Plain::texts);
    Checks.check("lets 8 threads read while it is written", Plain::threads);
    Checks.check("is an economy early when the owner has switched it on", () -> early(folder));
    Checks.check("leaves nothing behind", Plain::leaves);
    // Also when a reader of a failed check goes on for ever.
    System.exit(0);
  }

  private static Economy economy() {
    return (Economy) server.services.get(Economy.class);
  }

  private static void open(long coins, String answer) {
    asked.clear();
    bridge.coins(adaId, coins, coins + 1_000);
    bridge.desk(
        (uuid, change, plugin) -> {
          asked.add(uuid + " " + change + " " + plugin);
          if (answer == null) bridge.coins(uuid, coins + change, coins + change + 1_000);
          return answer;
        });
  }

  private static void isNo(EconomyResponse response, String words) {
    Checks.equal(response.type, ResponseType.FAILURE, "type");
    Checks.equal(response.transactionSuccess(), false, "success");
    Checks.equal(response.amount, 0d, "amount");
    if (!response.errorMessage.contains(words)) throw new AssertionError(response.errorMessage);
  }

  private static void isNone() {
    Checks.equal(economy(), null, "the economy");
    Checks.equal(bridge.hasVault() && bridge.hasPlaceholders(), true, "both are there");
  }

  private static void agreed() {
    open(500, null);
    Checks.equal(economy().getName(), "Mintkeep", "name");
    Checks.equal(economy().isEnabled(), true, "enabled");
    Checks.equal(economy().fractionalDigits(), 0, "digits");
    Checks.equal(economy().format(1234.7), "1234 coins", "format");
    Checks.equal(economy().getBalance(ada), 500d, "what can be spent here");
    Checks.equal(economy().has(ada, 500), true, "has as many");
    Checks.equal(economy().has(ada, 501), false, "has more");
    Checks.equal(economy().has(ada, Double.NaN), false, "has NaN");
    EconomyResponse taken = economy().withdrawPlayer(ada, 200);
    Checks.equal(taken.type, ResponseType.SUCCESS, "type");
    Checks.equal(taken.amount, 200d, "amount");
    Checks.equal(taken.balance, 300d, "balance after");
    Checks.equal(economy().getBalance(ada), 300d, "balance");
    Checks.equal(economy().depositPlayer(ada, 9_007_199_254_740_991d).type, ResponseType.SUCCESS, "most");
    Checks.equal(
        asked, List.of(adaId + " -200 ", adaId + " 9007199254740991 "), "what was asked");
  }

  private static void refused() {
    open(500, "You are frozen.");
    isNo(economy().withdrawPlayer(ada, 1), "You are frozen.");
    isNo(economy().depositPlayer(ada, 1), "You are frozen.");
    Checks.equal(economy().getBalance(ada), 500d, "balance");
  }

  private static void otherThread() throws Exception {
    open(500, null);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Callable<EconomyResponse> change = () -> economy().withdrawPlayer(ada, 1);
      isNo(pool.submit(change).get(), "thread");
      Callable<Double> read = () -> economy().getBalance(ada);
      Checks.equal(pool.submit(read).get(), 500d, "what another thread reads");
    } finally {
      pool.shutdown();
    }
    Checks.equal(asked, List.of(), "what was asked");
  }

  private static void amounts() {
    open(500, null);
    double[] none = {
      -1, -0.5, Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 9.1e15, 1e300
    };
    for (double amount : none) {
      isNo(economy().withdrawPlayer(ada, amount), "no amount");
      isNo(economy().depositPlayer(ada, amount), "no amount");
    }
    isNo(economy().withdrawPlayer(ada, 1.5), "whole coins");
    isNo(economy().depositPlayer(ada, Double.MIN_VALUE), "whole coins");
    Checks.equal(asked, List.of(), "what was asked");
  }

  private static void away() {
    open(500, null);
    Player bob = server.join("Bob");
    isNo(economy().withdrawPlayer(bob, 1), "not on this server");
    isNo(economy().depositPlayer((Player) null, 1), "not on this server");
    Checks.equal(economy().hasAccount(bob), false, "an account");
    Checks.equal(economy().createPlayerAccount(bob), false, "a new account");
    Checks.equal(economy().getBalance(bob), 0d, "balance");
    bridge.forget(adaId);
    isNo(economy().withdrawPlayer(ada, 1), "not on this server");
    isNo(economy().withdrawPlayer("Ada", 1), "not on this server");
    Checks.equal(asked, List.of(), "what was asked");
  }

  private static void zero() {
    open(500, null);
    Checks.equal(economy().withdrawPlayer(ada, 0).type, ResponseType.SUCCESS, "type");
    Checks.equal(economy().depositPlayer(ada, -0d).type, ResponseType.SUCCESS, "type");
    Checks.equal(asked, List.of(), "what was asked");
  }

  static final class Jobs extends JavaPlugin {
    void work() {
      economy().depositPlayer(ada, 5);
    }
  }

  static final class Vault extends JavaPlugin {}

  private static void asker() {
    open(500, null);
    Jobs jobs = new Jobs();
    JavaPlugin.OWNERS.put(economy().getClass(), bridge);
    JavaPlugin.OWNERS.put(Jobs.class, jobs);
    JavaPlugin.OWNERS.put(Plain.class, new Vault());
    jobs.work();
    economy().depositPlayer(ada, 5);
    JavaPlugin.OWNERS.clear();
    Checks.equal(asked, List.of(adaId + " 5 Jobs", adaId + " 5 "), "what was asked");
  }

  private static void byName() {
    open(500, null);
    Checks.equal(economy().getBalance("aDA"), 500d, "by name");
    Checks.equal(economy().getBalance("ada", "world"), 500d, "by name and world");
    Checks.equal(economy().getBalance(ada, "world"), 500d, "by world");
    Checks.equal(economy().hasAccount("Ada") && economy().hasAccount(ada, "world"), true, "account");
    Checks.equal(economy().has("Ada", "world", 500), true, "has");
    Checks.equal(economy().hasAccount("Nobody"), false, "nobody");
    Checks.equal(economy().withdrawPlayer("Ada", 1).type, ResponseType.SUCCESS, "by name");
    Checks.equal(economy().withdrawPlayer("Ada", "nether", 1).type, ResponseType.SUCCESS, "world");
    Checks.equal(economy().depositPlayer(ada, "nether", 1).type, ResponseType.SUCCESS, "world");
    Checks.equal(asked.size(), 3, "what was asked");
  }

  private static void banks() {
    Checks.equal(economy().hasBankSupport(), false, "support");
    Checks.equal(economy().getBanks(), List.of(), "banks");
    Checks.equal(economy().createBank("b", ada).type, ResponseType.NOT_IMPLEMENTED, "create");
    Checks.equal(economy().bankWithdraw("b", 5).type, ResponseType.NOT_IMPLEMENTED, "withdraw");
  }

  private static void thrown() {
    bridge.coins(adaId, 500, 500);
    bridge.desk(
        (uuid, coins, plugin) -> {
          throw new IllegalStateException("The Context is already closed.");
        });
    isNo(economy().withdrawPlayer(ada, 1), "failed");
  }

  private static void reload() {
    open(500, null);
    Economy kept = economy();
    bridge.clear();
    Checks.equal(economy(), null, "the economy between two scripts");
    isNo(kept.withdrawPlayer(ada, 1), "not on this server");
    bridge.coins(adaId, 7, 7);
    isNo(kept.withdrawPlayer(ada, 1), "not ready");
    open(40, null);
    Checks.equal(kept.getBalance(ada), 40d, "balance by who kept the old one");
    Checks.equal(kept.withdrawPlayer(ada, 1).type, ResponseType.SUCCESS, "who kept the old one");
  }

  private static void texts() {
    PlaceholderExpansion ours = PlaceholderExpansion.REGISTERED.get("mintkeep");
    bridge.placeholder("", "season", "Spring");
    bridge.placeholder("", "balance", "");
    bridge.placeholder(adaId, "balance", "500");
    Checks.equal(ours.persist(), true, "stays over a reload");
    Checks.equal(ours.onRequest(ada, "balance"), "500", "own");
    Checks.equal(ours.onRequest(ada, "BALANCE"), "500", "in capitals");
    Checks.equal(ours.onRequest(ada, "season"), "Spring", "everybody's");
    Checks.equal(ours.onRequest(server.join("Bob"), "balance"), "", "of who is not here");
    Checks.equal(ours.onRequest(null, "season"), "Spring", "of nobody");
    Checks.equal(ours.onRequest(ada, "nonsense"), null, "none of ours");
    Checks.equal(
        ours.getPlaceholders(), List.of("%mintkeep_balance%", "%mintkeep_season%"), "the names");
    bridge.placeholder(adaId, "balance", null);
    Checks.equal(ours.onRequest(ada, "balance"), "", "taken away");
  }

  private static void threads() throws Exception {
    PlaceholderExpansion ours = PlaceholderExpansion.REGISTERED.get("mintkeep");
    open(0, null);
    bridge.placeholder("", "balance", "");
    Economy shared = economy();
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<Long>> readers = new ArrayList<>();
    for (int reader = 0; reader < 8; reader += 1) {
      readers.add(
          pool.submit(
              () -> {
                long reads = 0;
                double before = 0;
                while (!isOver.get()) {
                  double now = shared.getBalance(ada);
                  if (now < before) throw new AssertionError(now + " after " + before);
                  before = now;
                  if (ours.onRequest(ada, "balance") == null) throw new AssertionError("no text");
                  shared.has("Ada", 1);
                  reads += 1;
                }
                return reads;
              }));
    }
    for (int coins = 1; coins <= 20_000; coins += 1) {
      // Others come and go: the maps grow and shrink under the readers.
      String other = new UUID(0, coins % 5_000).toString();
      boolean isComing = coins / 5_000 % 2 == 0;
      if (isComing) bridge.coins(other, 1, 1);
      else bridge.forget(other);
      bridge.placeholder(other, "balance", isComing ? "1" : null);
      bridge.coins(adaId, coins, coins);
      bridge.placeholder(adaId, "balance", coins % 7 == 0 ? null : String.valueOf(coins));
    }
    isOver.set(true);
    for (Future<Long> reader : readers) {
      if (reader.get() == 0) throw new AssertionError("a reader read nothing");
    }
    pool.shutdown();
  }

  private static void early(File folder) throws Exception {
    bridge.onDisable();
    Path settings = folder.toPath().resolve("mintkeep/config.json");
    Files.createDirectories(settings.getParent());
    for (String off : List.of("{}", "{\"vault\":{\"enabled\":false},\"x\":{\"enabled\":true}}", "no")) {
      Files.writeString(settings, off);
      bridge.onEnable();
      Checks.equal(economy(), null, off);
      bridge.onDisable();
    }
    Files.writeString(settings, "{ \"vault\": { \"holdCoins\": 5,\n \"enabled\" : true } }");
    bridge.onEnable();
    isNo(economy().depositPlayer(ada, 1), "not on this server");
    open(5, null);
    Checks.equal(economy().depositPlayer(ada, 1).type, ResponseType.SUCCESS, "with a desk");
  }

  private static void leaves() {
    bridge.onDisable();
    Checks.equal(server.services.size(), 0, "services");
    Checks.equal(PlaceholderExpansion.REGISTERED.size(), 0, "expansions");
  }
}
