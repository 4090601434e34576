// What the market says, in English. {id}, {side} and {page} stand where MiniMessage puts in no
// placeholder.
export const enMarket = {
  'market.usage':
    "<gray>Browse with <click:run_command:'/market'><white>/market</white></click>. Sell with <white>/market sell [price each] [quantity] [hours]</white>, or choose in <click:run_command:'/market sell'><white>/market sell</white></click>. Yours: <click:run_command:'/market mine'><white>/market mine</white></click>, <click:run_command:'/market held'><white>/market held</white></click>, <click:run_command:'/market history'><white>/market history</white></click>. Also <white>search</white>, <white>buy</white>, <white>cancel</white>, <white>deposit</white>, <white>price</white>, <white>confirm</white>.",
  'market.consoleUsage':
    '<gray>/market remove [listing] [reason], /market editprice [listing] [price] [reason]',
  'market.searchUsage':
    '<gray>Write <white>/market search [words]</white>, also with <white>seller:[name] min:[coins] max:[coins] sku:[kind]</white>, as <white>/market search sword max:2.5k</white>.',
  'market.confirmUsage':
    "<gray>To be asked before you buy or sell: <click:run_command:'/market confirm on'><white>/market confirm on</white></click> or <click:run_command:'/market confirm off'><white>off</white></click>.",
  'market.confirm.on': '<green>You are asked before you buy or sell on the market.',
  'market.confirm.off': '<yellow>You are no longer asked before you buy or sell on the market.',
  'market.wrongWord':
    '<red>“<word>” does not fit here.</red> <gray>See <white>/market help</white>.',
  'market.wrongPrice':
    '<red>“<word>” is not a price.</red> <gray>Write whole coins for each, as 50, 1.5k or 2m.',
  'market.wrongHours': '<red>“<word>” is no number of hours.</red> <gray>Write 1 to <max>.',
  'market.unknownListing':
    '<red>There is no offer “<listing>”.</red> <gray>Its number is shown in <white>/market</white>.',

  'market.slow':
    '<gray>The market is slow. Your wish is being looked after; the result comes here.',
  'market.away':
    '<red>The market cannot be reached right now.</red> <gray>Nothing was done. Please try again in a minute.',
  'market.unclear':
    '<yellow>The market cannot be reached right now.</yellow> <gray>Nothing is lost: your wish is asked for again until it is clear, and never twice.',
  'market.busy': '<gray>Your last wish is still being worked on.',
  'market.working': '<gray>Handing in…',
  'market.unclearGoods':
    '<yellow>The market cannot be reached right now.</yellow> <gray>Nothing is lost: your things are on their way, or come back.',

  'market.title': '<dark_green>Market',
  'market.category.blocks': 'Blocks',
  'market.category.tools': 'Tools',
  'market.category.combat': 'Combat',
  'market.category.food': 'Food',
  'market.category.redstone': 'Redstone',
  'market.category.other': 'Other',
  'market.sort': '<aqua>Sorted: <sort>',
  'market.sortHint': '<gray>Click for: <white><sort>',
  'market.sort.newest': 'newest first',
  'market.sort.cheapest': 'cheapest first',
  'market.sort.dearest': 'dearest first',
  'market.sort.endingSoon': 'ending soon',
  'market.search': '<aqua>Search',
  'market.searchHint': '<gray>Write <white>/market search [words]',
  'market.searching': '<aqua>Search: <white><filters>',
  'market.searchClear': '<gray>Click to see everything again',
  'market.refresh': '<aqua>Look again',
  'market.found': '<gray>Offers: <white><count>',
  'market.age': '<gray>Heard <white><seconds></white> seconds ago',
  'market.empty': '<gray>Nobody offers anything right now.',
  'market.emptyHint': '<gray>Be the first: <white>/market sell',
  'market.noneFound': '<gray>Nothing like that is on offer.',
  'market.noneFoundHint': '<gray>Try other words, or look at everything.',
  'market.sellButton': '<green>Sell something',

  'market.itemName': '<white><item>',
  'market.each': '<gray>Price of one: <yellow><price>',
  'market.left': '<gray>Left: <white><quantity>',
  'market.seller': '<gray>From <white><seller>',
  'market.until': '<gray>Until <white><date>',
  'market.buyerMin': '<gray>Each buyer at least: <white><min>',
  'market.buyerMax': '<gray>Each buyer at most: <white><max>',
  'market.id': '<gray>Number <white><id>',
  'market.buyHint': '<green>Click to look closer and buy.',
  'market.manageHint': '<green>Yours. Click to take it back or change its price.',
  'market.over': '<red>This offer is over.',
  'market.listingTitle': '<dark_green><item>',
  'market.priceTitle': '<aqua>What others paid',
  'market.priceNone': '<gray>Nothing like it was sold in the last 7 days.',
  'market.priceOf': '<aqua>What others paid for <white><item></white>:',
  'market.median': '<gray>Middle price of 7 days: <yellow><price>',
  'market.medianNone': '<gray>Middle price of 7 days: <white>none yet',
  'market.pricePoint':
    '<gray><date>: <yellow><price></yellow>, <white><count></white> sold that day',

  'market.more': '<green>One more',
  'market.fewer': '<red>One fewer',
  'market.stepHint': '<gray>Shift click: 16',
  'market.count': '<white><quantity>',
  'market.all': '<white>All: <quantity>',
  'market.take': '<green>Take <quantity>',
  'market.takeHint': '<gray>Click to see the total; nothing is bought yet.',
  'market.buyYes': '<green>Buy <quantity> for <total>',
  'market.buyNo': '<red>No, do not buy',
  'market.balanceAfter': '<gray>You keep <yellow><balance>',
  'market.feeOfSeller': '<gray>The seller pays a fee of <yellow><fee></yellow> out of it.',
  'market.buyerLimit':
    '<red>The seller does not sell that many to one buyer:</red> <gray>at least <min>, at most <max>; you have bought <bought>, so you may take <left> more.',

  'market.handEmpty': '<gray>Your hand is empty. Hold what you mean.',
  'market.nothingHeld': '<gray>You hold nothing that you could sell.',
  'market.sellTitle': '<dark_green>What do you want to sell?',
  'market.youHold': '<gray>You hold <white><quantity>',
  'market.chooseHint': '<green>Click to choose the price.',
  'market.offerTitle': '<dark_green>Sell <item>',
  'market.step': '<white><step>',
  'market.priceHint': '<gray>Change it with the buttons beside it.',
  'market.priceStepHint': '<gray>Shift click: a hundred times as much',
  'market.floor': '<gray>Lowest price allowed: <yellow><price>',
  'market.ceiling': '<gray>Highest price allowed: <yellow><price>',
  'market.proposalHint': '<gray>Click to ask this price.',
  'market.hours': '<gray>On offer for <white><hours></white> hours',
  'market.turnHint': '<gray>Left click: next. Right click: the one before.',
  'market.goOn': '<green>Go on',
  'market.goOnHint': '<gray>Click to see fee and proceeds; nothing is listed yet.',
  'market.fee': '<gray>Fee when all is sold: <yellow><fee></yellow> (<percent> %)',
  'market.net': '<gray>You get <yellow><net>',
  'market.offerYes': '<green>Offer <quantity>',
  'market.offerNo': '<red>No, keep it',
  'market.offerHint': '<gray>Click to offer it. The things leave your inventory now.',
  'market.listed':
    "<green>On offer: <click:run_command:'/market show {id}'><hover:show_text:'<gray>Click to look at it'><white><quantity> × <item></white></hover></click> for <yellow><price></yellow> each.</green> <gray>Until <date>, number <white><id></white>. <click:run_command:'/market cancel {id}'><hover:show_text:'<gray>Click to take it back'><red>[Take back]</red></hover></click>",
  'market.held':
    "<green>Mintkeep holds <white><quantity> × <item></white> for you now.</green> <gray>See <click:run_command:'/market held'><white>/market held</white></click>.",
  'market.back': '<gray>You have <white><quantity> × <item></white> back.',

  'market.ownTitle': '<dark_green>Your offers',
  'market.ownNone':
    "<gray>You offer nothing right now. Sell with <click:run_command:'/market sell'><white>/market sell</white></click>.",
  'market.feeRatio': '<gray>Fee of a sale: <white><percent> %',
  'market.manageTitle': '<dark_green>Your offer: <item>',
  'market.withdraw': '<yellow>Take it back',
  'market.withdrawSure': '<yellow>Really? Click again to take it back',
  'market.withdrawHint': '<gray>What is left comes to you; when there is no room: <white>/claim',
  'market.reprice': '<yellow>Change the price',
  'market.repriceYes': '<green>Ask <price> for each',
  'market.repriced':
    '<green><white><item></white> costs <yellow><price></yellow> each now.</green> <gray>Fee of a sale: <percent> %.',
  'market.withdrawn':
    '<green>Your offer is taken back:</green> <gray><white><quantity></white> come to you; when there is no room: <white>/claim</white>.',

  'market.heldTitle': '<dark_green>Held for you',
  'market.heldNone':
    '<gray>Mintkeep holds nothing for you. Hand in what you hold with <white>/market deposit</white>.',
  'market.heldQuantity': '<gray>Held: <white><quantity>',
  'market.heldHint': '<green>Left click: offer it.</green> <yellow>Right click: take it out.',
  'market.takenOut':
    '<green><white><quantity> × <item></white> come to you;</green> <gray>when there is no room: <white>/claim</white>.',
  'market.heldWaiting':
    "<yellow>Mintkeep holds <white><count></white> kinds of things for you:</yellow> <gray><click:run_command:'/market held'><white>/market held</white></click>.",

  'market.boughtTitle': '<aqua>What you bought, page <page>:',
  'market.soldTitle': '<aqua>What you sold, page <page>:',
  'market.boughtNone': '<gray>You have bought nothing on the market there.',
  'market.soldNone': '<gray>You have sold nothing on the market there.',
  'market.trade':
    "<gray><date> <hover:show_text:'<gray>Each <yellow><unit></yellow>, fee <yellow><fee></yellow>'><white><quantity> × <item></white></hover> <yellow><coins></yellow>, <white><other></white>: <status>",
  'market.tradesNext':
    "<click:run_command:'/market history {side} {page}'><aqua>[Page <page>]</aqua></click>",
  'market.status.pending': 'on its way',
  'market.status.fulfilled': 'done',
  'market.status.refunded': 'paid back',
  'market.status.cancelled': 'being paid back',

  'market.awayTitle': '<aqua>While you were away:',
  'market.soldMany':
    '<green>You sold things <white><count></white> times, for <yellow><coins></yellow> in all.',
  'market.notice.sold':
    '<green><white><player></white> bought <white><quantity> × <item></white> from you: you got <yellow><coins></yellow>.',
  'market.notice.expired':
    '<yellow>Your offer of <white><quantity> × <item></white> has ended:</yellow> <gray>it comes back to you, or with <white>/claim</white>.',
  'market.notice.removed':
    '<red>The staff took your <white><quantity> × <item></white> off the market:</red> <gray><reason>. It comes back to you, or with <white>/claim</white>.',
  'market.notice.repriced':
    '<yellow>The staff changed the price of your <white><item></white> to <white><coins></white> each:</yellow> <gray><reason>.',
  'market.notice.refunded':
    '<yellow>You got <white><coins></white> back for <white><quantity> × <item></white>:</yellow> <gray><reason>.',

  'market.removeUsage': '<gray>Write <white>/market remove [listing] [reason]</white>.',
  'market.editUsage': '<gray>Write <white>/market editprice [listing] [price] [reason]</white>.',
  'market.removed':
    '<green>Offer <white><id></white> is removed:</green> <gray><white><quantity></white> go back to the seller, who is told why.',
  'market.edited': '<green>Offer <white><id></white> costs <yellow><price></yellow> each now.',
} as const;
