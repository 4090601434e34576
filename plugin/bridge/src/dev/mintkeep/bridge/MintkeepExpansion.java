package dev.mintkeep.bridge;

import java.util.List;
import me.clip.placeholderapi.expansion.PlaceholderExpansion;
import org.bukkit.OfflinePlayer;

/** The texts of {@code %mintkeep_...%}, read by any thread. Computes nothing. */
final class MintkeepExpansion extends PlaceholderExpansion {
  private final Board board;
  private final String version;

  private MintkeepExpansion(Board board, String version) {
    this.board = board;
    this.version = version;
  }

  /** Registers it; answers what takes it away again. */
  static Runnable join(BridgePlugin plugin, Board board) {
    MintkeepExpansion expansion =
        new MintkeepExpansion(board, plugin.getDescription().getVersion());
    if (!expansion.register()) plugin.getLogger().warning("PlaceholderAPI took no placeholders.");
    return expansion::unregister;
  }

  @Override
  public String getIdentifier() {
    return "mintkeep";
  }

  @Override
  public String getAuthor() {
    return "Mintkeep";
  }

  @Override
  public String getVersion() {
    return version;
  }

  /** Without this, {@code /papi reload} would end it for good. */
  @Override
  public boolean persist() {
    return true;
  }

  @Override
  public List<String> getPlaceholders() {
    return board.names().stream().sorted().map((name) -> "%mintkeep_" + name + "%").toList();
  }

  @Override
  public String onRequest(OfflinePlayer player, String name) {
    return board.text(player == null ? null : player.getUniqueId().toString(), name);
  }
}
