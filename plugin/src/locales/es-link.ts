// What linking says, in Spanish.
import type { enLink } from './en-link.ts';

export const esLink: Record<keyof typeof enLink, string> = {
  'link.code':
    "<gray>Tu código: <click:copy_to_clipboard:'{code}'><hover:show_text:'Haz clic para copiar'><aqua><code></aqua></hover></click> <gray>(haz clic para copiar)",
  'link.codeHint':
    '<gray>Escríbelo en nuestro Discord en menos de <white><minutes> minutos</white>. No se lo enseñes a nadie; <white>/link</white> hace uno nuevo, y este deja de valer.',
  'link.linked':
    '<green>Estás vinculado con <white><user></white> en Discord</green> <gray>desde <date>. Para quitarlo: <white>/unlink</white>.',
  'link.unlinkAsk':
    "<yellow>¿Quitar el vínculo con <white><user></white>?</yellow> <gray>Tus monedas se quedan contigo. <click:run_command:'/unlink confirm'><hover:show_text:'Haz clic para quitar el vínculo'><red>/unlink confirm</red></hover></click>",
  'link.unlinked':
    '<green>Ya no estás vinculado.</green> <gray>Un código nuevo: <white>/link</white>.',
  'link.unlinkUsage': '<gray>Escribe <white>/unlink</white>.',
};
