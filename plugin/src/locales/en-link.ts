// What linking says, in English. {code} stands where MiniMessage puts in no placeholder.
export const enLink = {
  'link.code':
    "<gray>Your code: <click:copy_to_clipboard:'{code}'><hover:show_text:'Click to copy'><aqua><code></aqua></hover></click> <gray>(click to copy)",
  'link.codeHint':
    '<gray>Enter it in our Discord within <white><minutes> minutes</white>. Show it to nobody; <white>/link</white> makes a new one, and this one void.',
  'link.linked':
    '<green>You are linked with <white><user></white> in Discord</green> <gray>since <date>. To end it: <white>/unlink</white>.',
  'link.unlinkAsk':
    "<yellow>End the link with <white><user></white>?</yellow> <gray>Your coins stay with you. <click:run_command:'/unlink confirm'><hover:show_text:'Click to end the link'><red>/unlink confirm</red></hover></click>",
  'link.unlinked':
    '<green>You are no longer linked.</green> <gray>A new code: <white>/link</white>.',
  'link.unlinkUsage': '<gray>Write <white>/unlink</white>.',
} as const;
