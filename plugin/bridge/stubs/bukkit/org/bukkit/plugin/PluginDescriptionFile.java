package org.bukkit.plugin;

public final class PluginDescriptionFile {
  public String getVersion() {
    return "0.0.0";
  }
}
