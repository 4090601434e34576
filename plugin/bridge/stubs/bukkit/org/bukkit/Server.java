package org.bukkit;

import java.util.UUID;
import org.bukkit.entity.Player;
import org.bukkit.plugin.PluginManager;
import org.bukkit.plugin.ServicesManager;

public interface Server {
  boolean isPrimaryThread();

  Player getPlayer(UUID id);

  PluginManager getPluginManager();

  ServicesManager getServicesManager();
}
