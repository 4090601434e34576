package org.bukkit.plugin;

public interface PluginManager {
  boolean isPluginEnabled(String name);
}
