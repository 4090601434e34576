package dev.mintkeep.bridge;

import java.util.Locale;
import net.milkbowl.vault.economy.Economy;
import net.milkbowl.vault.economy.EconomyResponse;
import net.milkbowl.vault.economy.EconomyResponse.ResponseType;
import org.bukkit.Bukkit;
import org.bukkit.OfflinePlayer;
import org.bukkit.plugin.ServicePriority;

/**
 * Vault's economy over the coins that are set aside for this server. Reads come from the board, by any
 * thread; a change goes to the script's desk, on the server's thread only. Worlds share one account.
 */
final class MintkeepEconomy extends NoBanks {
  /** Every whole number up to here is exact as a double. */
  private static final double AMOUNT_MAX = 9_007_199_254_740_991d;

  private final BridgePlugin plugin;
  private final Board board;

  private MintkeepEconomy(BridgePlugin plugin, Board board) {
    this.plugin = plugin;
    this.board = board;
  }

  /** Registers it above economies of the usual priority; answers what takes it away again. */
  static Runnable join(BridgePlugin plugin, Board board) {
    MintkeepEconomy economy = new MintkeepEconomy(plugin, board);
    Bukkit.getServicesManager().register(Economy.class, economy, plugin, ServicePriority.High);
    return () -> Bukkit.getServicesManager().unregister(Economy.class, economy);
  }

  // ---- what it is ---------------------------------------------------------------------------------

  @Override
  public boolean isEnabled() {
    return plugin.isEnabled();
  }

  @Override
  public String getName() {
    return "Mintkeep";
  }

  @Override
  public int fractionalDigits() {
    return 0;
  }

  @Override
  public String format(double amount) {
    return String.format(Locale.ROOT, "%.0f coins", Math.floor(amount));
  }

  @Override
  public String currencyNamePlural() {
    return "coins";
  }

  @Override
  public String currencyNameSingular() {
    return "coin";
  }

  // ---- reading, by any thread ---------------------------------------------------------------------

  private static String uuidOf(OfflinePlayer player) {
    return player == null ? null : player.getUniqueId().toString();
  }

  private double spendable(String uuid) {
    Board.Coins coins = board.coins(uuid);
    return coins == null ? 0 : coins.spendable();
  }

  @Override
  public boolean hasAccount(OfflinePlayer player) {
    return board.coins(uuidOf(player)) != null;
  }

  @Override
  public boolean hasAccount(String playerName) {
    return board.uuidOf(playerName) != null;
  }

  @Override
  public boolean hasAccount(OfflinePlayer player, String worldName) {
    return hasAccount(player);
  }

  @Override
  public boolean hasAccount(String playerName, String worldName) {
    return hasAccount(playerName);
  }

  /** Accounts are made by joining; who is here has one. */
  @Override
  public boolean createPlayerAccount(OfflinePlayer player) {
    return hasAccount(player);
  }

  @Override
  public boolean createPlayerAccount(String playerName) {
    return hasAccount(playerName);
  }

  @Override
  public boolean createPlayerAccount(OfflinePlayer player, String worldName) {
    return hasAccount(player);
  }

  @Override
  public boolean createPlayerAccount(String playerName, String worldName) {
    return hasAccount(playerName);
  }

  /** What can be spent here at once, not all coins: so that a yes of {@code has} is kept. */
  @Override
  public double getBalance(OfflinePlayer player) {
    return spendable(uuidOf(player));
  }

  @Override
  public double getBalance(String playerName) {
    return spendable(board.uuidOf(playerName));
  }

  @Override
  public double getBalance(OfflinePlayer player, String world) {
    return getBalance(player);
  }

  @Override
  public double getBalance(String playerName, String world) {
    return getBalance(playerName);
  }

  @Override
  public boolean has(OfflinePlayer player, double amount) {
    return getBalance(player) >= amount;
  }

  @Override
  public boolean has(String playerName, double amount) {
    return getBalance(playerName) >= amount;
  }

  @Override
  public boolean has(OfflinePlayer player, String worldName, double amount) {
    return has(player, amount);
  }

  @Override
  public boolean has(String playerName, String worldName, double amount) {
    return has(playerName, amount);
  }

  // ---- changing, on the server's thread -----------------------------------------------------------

  private EconomyResponse change(String uuid, double amount, int sign) {
    String refusal = refusal(uuid, amount, sign);
    return refusal == null
        ? new EconomyResponse(amount, spendable(uuid), ResponseType.SUCCESS, null)
        : new EconomyResponse(0, spendable(uuid), ResponseType.FAILURE, refusal);
  }

  private String refusal(String uuid, double amount, int sign) {
    if (!Bukkit.isPrimaryThread()) return "Mintkeep changes coins on the server's thread only.";
    if (!(amount >= 0) || amount > AMOUNT_MAX) return "This is no amount of coins.";
    if (amount != Math.rint(amount)) return "Mintkeep knows whole coins only.";
    if (board.coins(uuid) == null) return "This player is not on this server.";
    Desk desk = plugin.desk();
    if (desk == null) return "Mintkeep is not ready.";
    if (amount == 0) return null;
    try {
      return desk.decide(uuid, sign * (long) amount, Asker.nameOf(plugin));
    } catch (RuntimeException | Error thrown) {
      // Of a script that has ended: what it would have done, nobody did.
      plugin.getLogger().warning("A change of coins failed: " + thrown);
      return "Mintkeep failed.";
    }
  }

  @Override
  public EconomyResponse withdrawPlayer(OfflinePlayer player, double amount) {
    return change(uuidOf(player), amount, -1);
  }

  @Override
  public EconomyResponse withdrawPlayer(String playerName, double amount) {
    return change(board.uuidOf(playerName), amount, -1);
  }

  @Override
  public EconomyResponse withdrawPlayer(OfflinePlayer player, String worldName, double amount) {
    return withdrawPlayer(player, amount);
  }

  @Override
  public EconomyResponse withdrawPlayer(String playerName, String worldName, double amount) {
    return withdrawPlayer(playerName, amount);
  }

  @Override
  public EconomyResponse depositPlayer(OfflinePlayer player, double amount) {
    return change(uuidOf(player), amount, 1);
  }

  @Override
  public EconomyResponse depositPlayer(String playerName, double amount) {
    return change(board.uuidOf(playerName), amount, 1);
  }

  @Override
  public EconomyResponse depositPlayer(OfflinePlayer player, String worldName, double amount) {
    return depositPlayer(player, amount);
  }

  @Override
  public EconomyResponse depositPlayer(String playerName, String worldName, double amount) {
    return depositPlayer(playerName, amount);
  }
}
