// What other plugins are told when they ask for coins, and what admins and players read of coins set
// aside, in English. Those with `no` are plain text: other plugins show them as they are.
export const enVault = {
  'vault.no.amount': 'Only whole coins above zero can be moved.',
  'vault.no.notHere': 'That player is not on this server.',
  'vault.no.closed': 'Coins are not ready yet. Please try again in a moment.',
  'vault.no.moment': 'Coins are being counted. Please try again in a moment.',
  'vault.no.frozen': 'That account is frozen.',
  'vault.no.funds': 'Not enough coins on this server.',
  'vault.no.allowance': 'No more coins can be paid out right now.',
  'vault.no.disk': 'Coins cannot be moved right now.',
  'vault.aside': '<gray><yellow><coins></yellow> of them are set aside for this server.',
  'vault.asideElsewhere':
    '<gray><yellow><coins></yellow> more are set aside on <white><server></white>.',
  'vault.status.off': '<gray>Vault: <white>switched off</white>',
  'vault.status.noBridge':
    '<red>Vault: MintkeepBridge is missing.</red> <gray>Put <white>mintkeep-bridge.jar</white> into the plugins folder and start the server anew.',
  'vault.status.noVault':
    '<red>Vault: the plugin Vault is missing.</red> <gray>Without it no other plugin can ask for coins.',
  'vault.status.starting':
    '<yellow>Vault: settling what an earlier run left: <white><open></white>',
  'vault.status':
    '<gray>Vault: <white><players></white> players with <yellow><coins></yellow> set aside, <white><open></white> changes to settle, <white><allowance></white> left to pay out',
  'vault.status.behind':
    '<red>Vault: the oldest change waits <white><minutes></white> min to be settled.',
} as const;
