package dev.mintkeep.bridge;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bukkit.Bukkit;
import org.bukkit.entity.Player;
import org.bukkit.plugin.java.JavaPlugin;

/**
 * The door between the script in Grakkit and plugins in Java. The script lays out what may be read and
 * gives a desk; it calls every public method here on the server's thread. Whatever needs Vault or
 * PlaceholderAPI stands in a class of its own, so that this one loads without them.
 */
public final class BridgePlugin extends JavaPlugin {
  private static final Pattern VAULT_IS_ON =
      Pattern.compile("\"vault\"\\s*:\\s*\\{[^{}]*\"enabled\"\\s*:\\s*true\\b");

  private final Board board = new Board();
  private volatile Desk desk;
  private Runnable leaveVault;
  private Runnable leavePlaceholders;

  @Override
  public void onEnable() {
    if (hasPlaceholders()) leavePlaceholders = MintkeepExpansion.join(this, board);
    // Plugins look for an economy while they are enabled, which is often before Grakkit is: when the
    // owner has switched it on it must be there by then. Until the script comes it refuses.
    if (isVaultSwitchedOn()) joinVault();
  }

  @Override
  public void onDisable() {
    clear();
    if (leavePlaceholders != null) leavePlaceholders.run();
    leavePlaceholders = null;
  }

  public boolean hasVault() {
    return Bukkit.getPluginManager().isPluginEnabled("Vault");
  }

  public boolean hasPlaceholders() {
    return Bukkit.getPluginManager().isPluginEnabled("PlaceholderAPI");
  }

  /** Lays out a player's coins; the player is here. */
  public void coins(String uuid, long spendable, long total) {
    Player player = Bukkit.getPlayer(UUID.fromString(uuid));
    board.coins(uuid, player == null ? null : player.getName(), spendable, total);
  }

  /** The player is not here any more: no coins can be changed. */
  public void forget(String uuid) {
    board.forget(uuid);
  }

  /** Lays out a text; null takes it away. The UUID "" is for everybody. */
  public void placeholder(String uuid, String name, String text) {
    board.text(uuid, name, text);
  }

  /** Who decides from now on. With a desk this is an economy of Vault, without it is none. */
  public void desk(Desk decider) {
    desk = decider;
    if (decider != null) {
      joinVault();
    } else if (leaveVault != null) {
      leaveVault.run();
      leaveVault = null;
    }
  }

  /** The script ends: nothing of it stays. */
  public void clear() {
    desk(null);
    board.clear();
  }

  Desk desk() {
    return desk;
  }

  private void joinVault() {
    if (leaveVault == null && hasVault()) leaveVault = MintkeepEconomy.join(this, board);
  }

  private boolean isVaultSwitchedOn() {
    Path settings = new File(getDataFolder().getParentFile(), "mintkeep/config.json").toPath();
    try {
      return Files.exists(settings) && VAULT_IS_ON.matcher(Files.readString(settings)).find();
    } catch (IOException unreadable) {
      getLogger().warning("mintkeep/config.json cannot be read: " + unreadable.getMessage());
      return false;
    }
  }
}
