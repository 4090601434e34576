// What linking says, in French.
import type { enLink } from './en-link.ts';

export const frLink: Record<keyof typeof enLink, string> = {
  'link.code':
    "<gray>Ton code : <click:copy_to_clipboard:'{code}'><hover:show_text:'Clique pour copier'><aqua><code></aqua></hover></click> <gray>(clique pour copier)",
  'link.codeHint':
    '<gray>Saisis-le dans notre Discord d’ici <white><minutes> minutes</white>. Ne le montre à personne ; <white>/link</white> en fait un nouveau, et celui-ci ne vaut plus rien.',
  'link.linked':
    '<green>Tu es lié à <white><user></white> sur Discord</green> <gray>depuis le <date>. Pour y mettre fin : <white>/unlink</white>.',
  'link.unlinkAsk':
    "<yellow>Rompre le lien avec <white><user></white> ?</yellow> <gray>Tes pièces restent à toi. <click:run_command:'/unlink confirm'><hover:show_text:'Clique pour rompre le lien'><red>/unlink confirm</red></hover></click>",
  'link.unlinked': '<green>Tu n’es plus lié.</green> <gray>Un nouveau code : <white>/link</white>.',
  'link.unlinkUsage': '<gray>Écris <white>/unlink</white>.',
};
