package org.bukkit.entity;

import org.bukkit.OfflinePlayer;

public interface Player extends OfflinePlayer {
  @Override
  String getName();
}
