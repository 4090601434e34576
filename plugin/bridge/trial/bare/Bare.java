import dev.mintkeep.bridge.BridgePlugin;
import org.bukkit.entity.Player;

/** The bridge on a server that has neither Vault nor PlaceholderAPI: not even their classes are there. */
public final class Bare {
  public static void main(String[] args) {
    Checks.check(
        "starts and ends without Vault and PlaceholderAPI",
        () -> {
          SmallServer server = SmallServer.start();
          Player ada = server.join("Ada");
          String id = ada.getUniqueId().toString();
          BridgePlugin bridge = new BridgePlugin();
          bridge.onEnable();
          Checks.equal(bridge.hasVault(), false, "Vault");
          Checks.equal(bridge.hasPlaceholders(), false, "PlaceholderAPI");
          bridge.coins(id, 5, 10);
          bridge.placeholder(id, "balance", "10");
          bridge.desk((uuid, coins, plugin) -> null);
          bridge.forget(id);
          bridge.desk(null);
          bridge.onDisable();
          Checks.equal(server.services.size(), 0, "services");
        });
  }
}
