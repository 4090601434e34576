package org.bukkit.plugin.java;

import java.io.File;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.bukkit.plugin.PluginBase;
import org.bukkit.plugin.PluginDescriptionFile;

public abstract class JavaPlugin extends PluginBase {
  /** For the trial alone: which plugin a class belongs to, and where folders of plugins are. */
  public static final Map<Class<?>, JavaPlugin> OWNERS = new ConcurrentHashMap<>();

  public static File folder = new File("plugins");

  public void onEnable() {}

  public void onDisable() {}

  public final boolean isEnabled() {
    return true;
  }

  public final File getDataFolder() {
    return new File(folder, getName());
  }

  public Logger getLogger() {
    return Logger.getLogger(getName());
  }

  public final PluginDescriptionFile getDescription() {
    return new PluginDescriptionFile();
  }

  public static JavaPlugin getProvidingPlugin(Class<?> type) {
    JavaPlugin owner = OWNERS.get(type);
    if (owner == null) throw new IllegalArgumentException(type + " is not provided by a plugin");
    return owner;
  }
}
