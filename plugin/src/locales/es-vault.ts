// What other plugins are told when they ask for coins, and what admins and players read of coins set aside, in Spanish.
import type { enVault } from './en-vault.ts';

export const esVault: Record<keyof typeof enVault, string> = {
  'vault.no.amount': 'Solo se pueden mover monedas enteras, más de cero.',
  'vault.no.notHere': 'Ese jugador no está en este servidor.',
  'vault.no.closed': 'Las monedas aún no están listas. Inténtalo de nuevo en un momento.',
  'vault.no.moment': 'Se están contando las monedas. Inténtalo de nuevo en un momento.',
  'vault.no.frozen': 'Esa cuenta está congelada.',
  'vault.no.funds': 'No hay suficientes monedas en este servidor.',
  'vault.no.allowance': 'No se pueden pagar más monedas ahora mismo.',
  'vault.no.disk': 'No se pueden mover monedas ahora mismo.',
  'vault.aside': '<gray>De ellas, <yellow><coins></yellow> están apartadas para este servidor.',
  'vault.asideElsewhere':
    '<gray>Otras <yellow><coins></yellow> están apartadas en <white><server></white>.',
  'vault.status.off': '<gray>Vault: <white>desactivado</white>',
  'vault.status.noBridge':
    '<red>Vault: falta MintkeepBridge.</red> <gray>Pon <white>mintkeep-bridge.jar</white> en la carpeta plugins y reinicia el servidor.',
  'vault.status.noVault':
    '<red>Vault: falta el plugin Vault.</red> <gray>Sin él ningún otro plugin puede pedir monedas.',
  'vault.status.starting':
    '<yellow>Vault: resolviendo lo que dejó una ejecución anterior: <white><open></white>',
  'vault.status':
    '<gray>Vault: <white><players></white> jugadores con <yellow><coins></yellow> apartadas, <white><open></white> cambios por resolver, <white><allowance></white> que aún se pueden pagar hoy',
  'vault.status.behind':
    '<red>Vault: el cambio más antiguo lleva <white><minutes></white> min sin resolverse.',
};
