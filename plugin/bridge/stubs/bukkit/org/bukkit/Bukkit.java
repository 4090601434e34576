package org.bukkit;

import java.util.UUID;
import org.bukkit.entity.Player;
import org.bukkit.plugin.PluginManager;
import org.bukkit.plugin.ServicesManager;

public final class Bukkit {
  private static Server server;

  private Bukkit() {}

  public static void setServer(Server given) {
    server = given;
  }

  public static boolean isPrimaryThread() {
    return server.isPrimaryThread();
  }

  public static Player getPlayer(UUID id) {
    return server.getPlayer(id);
  }

  public static PluginManager getPluginManager() {
    return server.getPluginManager();
  }

  public static ServicesManager getServicesManager() {
    return server.getServicesManager();
  }
}
