"""Commands: one answer to a command for all platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping

from bot.core.chat_commands import COMMANDS, Command, slash_name
from bot.core.debates import Channel
from bot.core.messages import Reply, ReplyPart, Text
from bot.core.words import Words, words_of_person
from bot.errors import AgoraError, StorageBusy, StorageError
from bot.services.asked import Asked, Asker, Completion, UnknownCommand
from bot.services.commands.answers import Answers
from bot.services.commands.article_search import Completer
from bot.services.commands.feedback_form import FeedbackBox
from bot.services.commands.grammar import LONGEST_LINE, nearest_to_slashed, nearest_word
from bot.services.commands.place import Place, Sorry, echo
from bot.services.commands.welcome import Welcomer
from bot.services.ports import Log


class Commands:
    """Answers members and admins (the port `ChatCommands`).

    `channels` are the configured ones by name, `admins` native ids by platform, `words` gives a language by its
    tag, `locale` is the language where nothing says otherwise. Without `welcomer` nobody is greeted.
    """

    def __init__(
        self,
        *,
        answers: Answers,
        completer: Completer,
        feedback: FeedbackBox,
        channels: Mapping[str, Channel],
        admins: Mapping[str, Collection[str]],
        words: Callable[[str], Words],
        locale: str,
        log: Log,
        welcomer: Welcomer | None = None,
    ) -> None:
        self._channels = {(channel.platform, channel.id): channel for channel in reversed(list(channels.values()))}
        self._admins = admins
        self._words = words
        self._locale = locale
        self._log = log
        self._feedback = feedback
        self._welcomer = welcomer
        self._completer = completer
        self._answers = answers

    async def answer(self, asked: Asked | UnknownCommand) -> Reply:
        known = COMMANDS[asked.command] if isinstance(asked, Asked) else None
        share = isinstance(asked, Asked) and asked.share
        private = not share or known is None or known.admin or not known.shared
        place = self._place(asked.asker, private=private)

        async def parts() -> tuple[ReplyPart, ...]:
            if isinstance(asked, UnknownCommand):
                raise await self._unknown(place, asked)
            if COMMANDS[asked.command].admin and not place.conducts:
                raise Sorry(place.words.say("error-admins-only"))
            return await self._answers.to(asked.command)(place, asked)

        named = asked.command if isinstance(asked, Asked) else asked.word
        return await self._replied(place, named, parts, private=private)

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        place = self._place(asker, private=True)
        return await self._replied(
            place, Command.FEEDBACK, lambda: self._feedback.take(place, rating, line), private=True
        )

    async def complete(self, asked: Asked, most: int) -> list[Completion]:
        place = self._place(asked.asker, private=True)
        return await self._completed(self._completer.complete(place, asked.command, asked.text, most))

    async def complete_line(self, asker: Asker, text: str, most: int) -> list[Completion]:
        place = self._place(asker, private=True)
        return await self._completed(self._completer.complete_line(place, text[:LONGEST_LINE], most))

    async def _completed(self, completing: Awaitable[list[Completion]]) -> list[Completion]:
        """None where something goes wrong: nobody has asked for completions."""
        try:
            return await completing
        except AgoraError as failure:
            self._log.warning("completion failed", error=failure)
        except Exception as failure:
            self._log.error("completion met an unexpected error", error=failure)
        return []

    async def _replied(
        self, place: Place, command: str, parts: Callable[[], Awaitable[tuple[ReplyPart, ...]]], *, private: bool
    ) -> Reply:
        """The reply made of `parts`, begun with a welcome where a person is new; what goes wrong is a sentence."""
        try:
            said = await parts()
        except Sorry as sorry:
            return Reply(sorry.parts, private=True, is_error=True)
        except AgoraError as failure:
            self._log.warning("command failed", command=command, error=failure)
            return self._error(self._sentence(place.words, failure))
        except Exception as failure:
            self._log.error("command met an unexpected error", command=command, error=failure)
            return self._error(place.words.say("error-unexpected"))
        # Whoever wants to be forgotten is not noted as greeted.
        greets = private and command != Command.FORGET
        return Reply((*await self._greeting(place), *said) if greets else said, private=private)

    async def _greeting(self, place: Place) -> tuple[ReplyPart, ...]:
        if self._welcomer is None:
            return ()
        notice = await self._welcomer.person(place.asker.voter, place.words)
        return (Text(f"{notice.title}\n{notice.text}"),) if notice is not None else ()

    def _place(self, asker: Asker, *, private: bool) -> Place:
        """A private answer is in the asker's language if the platform tells it and we speak it."""
        channel = self._channels.get((asker.voter.platform, asker.channel_id))
        here = channel.locale if channel is not None else self._locale
        words = words_of_person(self._words, asker.locale if private else None, here)
        admin = asker.voter.native in self._admins.get(asker.voter.platform, ())
        return Place(asker, channel, words, admin)

    async def _unknown(self, place: Place, asked: UnknownCommand) -> Sorry:
        if asked.word.startswith("/"):
            return await self._no_command(place, asked)
        near = nearest_word(asked.word, place.conducts)
        if near is not None:
            return Sorry(place.words.say("error-unknown-command-nearest", word=echo(asked.word), nearest=near))
        return Sorry(
            place.words.say("error-unknown-command", word=echo(asked.word)),
            *await self._answers.help(place, Asked(Command.HELP, place.asker)),
        )

    async def _no_command(self, place: Place, asked: UnknownCommand) -> Sorry:
        """What is said where a whole line was meant as a command: /nonsense, /토론도움말."""
        words = place.words
        near = nearest_to_slashed(asked.word, place.conducts, words.locale)
        if near is None:
            return Sorry(
                words.say("error-no-command", word=echo(asked.word)),
                *await self._answers.help(place, Asked(Command.HELP, place.asker)),
            )
        line = f"{slash_name(place.asker.voter.platform, words.locale)} {near}"
        return Sorry(words.say("error-no-command-nearest", word=echo(asked.word), nearest=line))

    @staticmethod
    def _sentence(words: Words, failure: AgoraError) -> str:
        if isinstance(failure, StorageBusy):
            return words.say("error-busy")
        if isinstance(failure, StorageError):
            return words.say("error-storage")
        return str(failure)

    @staticmethod
    def _error(sentence: str) -> Reply:
        return Reply((Text(sentence),), private=True, is_error=True)
