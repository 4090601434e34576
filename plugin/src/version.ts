// The plugin's own version, as the backend and /mintkeep show it.
export const pluginVersion = '0.1.0';
