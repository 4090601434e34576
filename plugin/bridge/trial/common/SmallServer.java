import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bukkit.Bukkit;
import org.bukkit.Server;
import org.bukkit.entity.Player;
import org.bukkit.plugin.Plugin;
import org.bukkit.plugin.PluginManager;
import org.bukkit.plugin.ServicePriority;
import org.bukkit.plugin.ServicesManager;

/** As much of a server as the bridge asks for. The thread that made it is the server's own. */
final class SmallServer implements Server, PluginManager, ServicesManager {
  final Set<String> plugins = new HashSet<>();
  final Map<UUID, Player> players = new HashMap<>();
  final Map<Class<?>, Object> services = new HashMap<>();
  private final Thread primary = Thread.currentThread();

  static SmallServer start(String... plugins) {
    SmallServer server = new SmallServer();
    server.plugins.addAll(Set.of(plugins));
    Bukkit.setServer(server);
    return server;
  }

  Player join(String name) {
    record Here(UUID getUniqueId, String getName) implements Player {}
    Player player = new Here(UUID.nameUUIDFromBytes(name.getBytes()), name);
    players.put(player.getUniqueId(), player);
    return player;
  }

  @Override
  public boolean isPrimaryThread() {
    return Thread.currentThread() == primary;
  }

  @Override
  public Player getPlayer(UUID id) {
    if (!isPrimaryThread()) throw new IllegalStateException("asked from another thread");
    return players.get(id);
  }

  @Override
  public PluginManager getPluginManager() {
    return this;
  }

  @Override
  public ServicesManager getServicesManager() {
    return this;
  }

  @Override
  public boolean isPluginEnabled(String name) {
    return plugins.contains(name);
  }

  @Override
  public <T> void register(
      Class<T> service, T provider, Plugin plugin, ServicePriority priority) {
    if (priority != ServicePriority.High) throw new IllegalStateException("priority " + priority);
    if (services.putIfAbsent(service, provider) != null) {
      throw new IllegalStateException("registered twice");
    }
  }

  @Override
  public void unregister(Class<?> service, Object provider) {
    if (!services.remove(service, provider)) throw new IllegalStateException("never registered");
  }
}
