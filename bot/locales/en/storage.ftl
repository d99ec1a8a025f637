## Names of databases, in sentences about them
storage-database = database { $file }
storage-database-in = database in { $file }
storage-database-on-server = database on the server

## Where a database is
storage-address-forms = Write sqlite:///./agora.db or postgresql://user@host/name.
storage-no-address = 'database' is not an address of a database.
storage-address-without-file = 'database' names no file.
storage-address-without-name = 'database' names no database on the server.
storage-address-of-other-kind = 'database' is of a kind that Agora does not know: { $kind }.
storage-is-folder = The database { $file } is a folder.
    .hint = Name a file under 'database:'.
storage-without-folder = The folder of the database { $file } does not exist.
    .hint = Make it, or correct 'database:'.
storage-lock-closed = The lock file { $file } can’t be opened ({ $reason }).
    .hint = Give the bot permission to write the database’s folder.
storage-closed = The database is closed already.
    .hint = Start the bot again.
storage-newer = The database was made by a newer version of Agora (its tables are at step { $step }).
    .hint = Run that version, or restore a backup from before the upgrade.
storage-half-restored = A restore of { $file } was cut short.
    .hint = Run 'agora restore FILE' again.

## What a file of SQLite’s refuses
storage-file-locked = The database { $file } is locked by another program.
    .hint = Try again, or close what else has the file open.
storage-file-read-only = The database { $file } is read-only.
    .hint = Give the bot permission to write the file and its folder.
storage-file-full = The database { $file } has no room left to grow.
    .hint = Free some space on its disk.
storage-file-no-database = The database { $file } is not a database.
    .hint = Name another file under 'database:', or move it away.
storage-file-malformed = The database { $file } is damaged.
    .hint = Restore the last backup.
storage-file-closed = The database { $file } can’t be opened.
    .hint = Check that its folder exists and may be written to.
storage-file-without-table = The database { $file } lacks a table.
    .hint = Restore the last backup, or let 'agora run' make a new file.
storage-file-without-column = The database { $file } lacks a column.
    .hint = Restore the last backup, or let 'agora run' make a new file.
storage-file-out-of-reach = The database { $file } can’t be read or written.
    .hint = Check the disk that it is on.
storage-file-unclear = The database { $file } could not do what was asked ({ $fault }).
    .hint = See the log.
storage-not-copied = { $file } could not be copied ({ $reason }).
    .hint = Check the disk and its room.

## What a server refuses
storage-server-refuses-user = The database server refuses the user or the password.
    .hint = Check 'database:' and the password (PGPASSWORD).
storage-server-without-database = The database server has no database of this name.
    .hint = Create it with createdb, or correct 'database:'.
storage-server-full = The database server has no room left on its disk.
    .hint = Free some space there.
storage-server-busy = The database server has too much to do.
    .hint = Try again in a moment.
storage-server-slow = The database server took too long.
    .hint = Try again in a moment.
storage-server-starting = The database server is starting or stopping.
    .hint = Try again in a moment.
storage-server-locked = The database server is locked by another program.
    .hint = Try again in a moment.
storage-server-away = The database server can’t be reached.
    .hint = Check that it is running and that 'database:' is right.
storage-server-read-only = The database server is read-only.
    .hint = Connect to the primary server.
storage-server-refuses-permission = The database server refuses permission.
    .hint = Grant the user all rights on the database’s schema.
storage-server-without-table = The database server lacks a table.
    .hint = Restore the last backup, or use an empty database.
storage-server-without-column = The database server lacks a column.
    .hint = Restore the last backup, or use an empty database.
storage-server-unclear = The database server could not do what was asked ({ $fault }).
    .hint = See the log.

## PostgreSQL’s own programs
storage-program-missing = This needs { $program } of PostgreSQL { $version } or newer, and there is none here.
    .hint = Install it (Debian: postgresql-client-{ $version }), or run where it is: { $command }
storage-what-unzip-takes-out = { $command }, on what unzip takes out
storage-program-not-started = { $program } could not be started ({ $reason }).
storage-program-failed = { $program } failed: { $reason }
    .hint = Mend that and try again.
storage-program-gave-no-reason = it gave no reason

## Damage
# $found is a clause of below, or one of the differences in data.ftl.
storage-damaged = The { $database } is damaged: { $found }.
    .hint = Don’t go on with it: 'agora restore FILE' puts the last backup in its place and keeps what is there.
storage-debate-differs = { $slug } ({ $debate }): { $difference }
storage-row-lost = a row of { $table } names one of { $other } that is not there
storage-tally-wrong = the tally of the debate { $debate } does not follow from its ballots
storage-shift-wrong = the shift of the debate { $debate } does not follow from its ballots
storage-log-lost = The { $database } is damaged: { $found }.
    .hint = 'agora restore FILE' puts the last backup in its place; without one, move the files -wal and -shm away and start: open debates are counted anew.
storage-log-gone = { $pages ->
    [one] its log { $log } is gone with { $pages } changed page
   *[other] its log { $log } is gone with { $pages } changed pages
}
storage-log-pages-spoilt = { $pages ->
    [one] { $pages } page of its log { $log } is missing or spoilt
   *[other] { $pages } pages of its log { $log } are missing or spoilt
}
storage-log-transactions-spoilt = { $transactions } transactions in its log { $log } are spoilt
storage-log-header-spoilt = the header of its log { $log } is spoilt
writer-stopped = The bot was stopped before this was written.
    .hint = A recount at the next start finds it.
