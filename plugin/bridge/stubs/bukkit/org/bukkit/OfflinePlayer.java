package org.bukkit;

import java.util.UUID;

public interface OfflinePlayer {
  UUID getUniqueId();

  String getName();
}
