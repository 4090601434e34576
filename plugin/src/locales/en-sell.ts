// What selling to the shop says, and what else the shop asks and offers, in English.
export const enSell = {
  'menu.priceCheaper': '<gray>Price: <st><usual></st> <yellow><price>',
  'menu.cheaperUntil': '<green>Cheaper until <white><date>',
  'menu.sellPrice': '<gray>The shop pays <yellow><price></yellow> for one',
  'menu.restock': '<gray>More on <white><date>',
  'menu.needsLevel': '<gray>From level <white><level>',
  'menu.needsReward': '<gray>Only who bought <white><item>',
  'shop.needsPermission': '<red>You may not buy <white><item></white>.',
  'shop.needsLevel':
    '<red>You may not buy <white><item></white> yet:</red> <gray>reach level <white><level></white> first.',
  'shop.needsReward':
    '<red>You may not buy <white><item></white> yet:</red> <gray>buy <white><needed></white> first.',
  'sell.usage':
    '<gray>Write <white>/sell</white>, <white>/sell hand</white>, <white>/sell all</white> or <white>/sell [item] [quantity]</white>.',
  'sell.title': '<dark_green>Sell to the shop',
  'sell.itemName': '<white><item>',
  'sell.each': '<gray>Price of one: <yellow><price>',
  'sell.held': '<gray>You hold <white><quantity></white>: <yellow><total>',
  'sell.limitDay': '<gray>At most <white><max></white> a day',
  'sell.clicks':
    '<gray>Left click: up to 64. Right click: one. <white>Shift click: all of it.</white>',
  'sell.all': '<green>Sell everything for <total>',
  'sell.allSure': '<yellow>Really? Click again to sell everything for <total>',
  'sell.allKinds': '<gray>Kinds of things: <white><kinds>',
  'sell.ask':
    "<yellow>Sell everything the shop buys, <white><kinds></white> kinds, for <white><total></white>?</yellow> <click:run_command:'/sell all confirm'><hover:show_text:'Click to sell'><green>[Yes, sell]</green></hover></click> <gray>or <white>/sell all confirm</white> within <seconds> seconds.",
  'sell.sold':
    "<green>You sold <hover:show_text:'<gray>One brings <yellow><unit></yellow>. Receipt <white><receipt>'><white><quantity> × <item></white></hover> for <yellow><total></yellow>.</green> <gray>You have <yellow><balance></yellow> now.",
  'sell.soldMany':
    "<green>You sold <hover:show_text:'<lines>'><white><quantity> things of <kinds> kinds</white></hover> for <yellow><total></yellow>.</green> <gray>You have <yellow><balance></yellow> now.",
  'itemCard.name': '<white><name>',
  'itemCard.detail': '<gray><line>',
  'itemCard.quantity': '<gray>Quantity: <white><quantity>',
  'itemCard.each': '<gray>Each: <yellow><price>',
  'sell.line': '<white><quantity> × <item></white> <gray>for <yellow><total></yellow>',
  'sell.back': '<gray>You have <white><quantity> × <item></white> back.',
  'sell.priceChanged':
    '<yellow>The price of <white><item></white> has changed:</yellow> <gray>one brings <yellow><price></yellow> now. Sell it again if you like.',
  'sell.limit':
    '<red>The shop buys at most <max> × <white><item></white> a day from you:</red> <gray><white><left></white> more today.',
  'sell.busy': '<gray>Your last sale is still being worked on.',
  'sell.working': '<gray>Selling…',
  'sell.unclear':
    '<yellow>The shop cannot be reached right now.</yellow> <gray>Nothing is lost: you are paid, or get your things back.',
  'sell.handEmpty': '<gray>Your hand is empty. Hold what you want to sell.',
  'sell.notBought': '<red>The shop does not buy <white><item></white>.',
  'sell.changed':
    "<red>The shop does not buy <hover:show_text:'<gray><sku>'><white><item></white></hover> as it is:</red> <gray>only without a name, damage or enchantments.",
  'sell.empty': '<gray>You hold nothing that the shop buys. It buys: <white><items></white>.',
  'sell.buysNothing': '<gray>The shop buys nothing right now.',
} as const;
