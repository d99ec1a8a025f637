## 문장 안에서 부르는 데이터베이스의 이름
storage-database = 데이터베이스 { $file }
storage-database-in = { $file }에 든 데이터베이스
storage-database-on-server = 서버의 데이터베이스

## 데이터베이스가 있는 곳
storage-address-forms = sqlite:///./agora.db나 postgresql://사용자@서버/이름처럼 적어 주세요.
storage-no-address = database에 적힌 것이 데이터베이스 주소가 아니에요.
storage-address-without-file = database에 파일 이름이 없어요.
storage-address-without-name = database에 서버의 어느 데이터베이스인지 이름이 없어요.
storage-address-of-other-kind = database에 적힌 { $kind }{ JOSA($kind, "은/는") } Agora가 쓸 수 없는 종류예요.
storage-is-folder = 데이터베이스 { $file }{ JOSA($file, "은/는") } 폴더예요.
    .hint = 설정 파일의 database에 파일 이름까지 적어 주세요.
storage-without-folder = 데이터베이스 { $file }{ JOSA($file, "이/가") } 있어야 할 폴더가 없어요.
    .hint = 폴더를 만들거나 설정 파일의 database를 고쳐 주세요.
storage-lock-closed = 잠금 파일 { $file }{ JOSA($file, "을/를") } 열 수 없어요({ $reason }).
    .hint = 데이터베이스가 있는 폴더에 봇이 쓸 수 있게 권한을 주세요.
storage-closed = 데이터베이스를 이미 닫았어요.
    .hint = 봇을 다시 켜 주세요.
storage-newer = 더 새로운 버전의 Agora가 만든 데이터베이스예요(테이블 단계 { $step }).
    .hint = 그 버전을 쓰거나, 올리기 전에 만든 백업으로 되돌려 주세요.
storage-half-restored = { $file }{ JOSA($file, "을/를") } 되돌리다가 중간에 멈췄어요.
    .hint = ‘agora restore FILE’을 한 번 더 실행해 주세요.

## SQLite 파일이 안 될 때
storage-file-locked = 다른 프로그램이 데이터베이스 { $file }{ JOSA($file, "을/를") } 잠그고 있어요.
    .hint = 잠시 뒤에 다시 시도하거나, 이 파일을 열어 둔 다른 프로그램을 닫아 주세요.
storage-file-read-only = 데이터베이스 { $file }{ JOSA($file, "은/는") } 읽기 전용이에요.
    .hint = 봇이 파일과 폴더에 쓸 수 있게 권한을 주세요.
storage-file-full = 데이터베이스 { $file }{ JOSA($file, "이/가") } 더 커질 자리가 없어요.
    .hint = 디스크의 공간을 비워 주세요.
storage-file-no-database = { $file }{ JOSA($file, "은/는") } 데이터베이스 파일이 아니에요.
    .hint = 설정 파일의 database에 다른 파일을 적거나, 이 파일을 다른 곳으로 옮겨 주세요.
storage-file-malformed = 데이터베이스 { $file }{ JOSA($file, "이/가") } 망가졌어요.
    .hint = 마지막 백업으로 되돌려 주세요.
storage-file-closed = 데이터베이스 { $file }{ JOSA($file, "을/를") } 열 수 없어요.
    .hint = 폴더가 있는지, 거기에 쓸 수 있는지 확인해 주세요.
storage-file-without-table = 데이터베이스 { $file }에 있어야 할 테이블이 없어요.
    .hint = 마지막 백업으로 되돌리거나, ‘agora run’으로 새 파일을 만들어 주세요.
storage-file-without-column = 데이터베이스 { $file }의 테이블에 있어야 할 열이 없어요.
    .hint = 마지막 백업으로 되돌리거나, ‘agora run’으로 새 파일을 만들어 주세요.
storage-file-out-of-reach = 데이터베이스 { $file }{ JOSA($file, "을/를") } 읽거나 쓸 수 없어요.
    .hint = 파일이 있는 디스크를 확인해 주세요.
storage-file-unclear = 데이터베이스 { $file }에서 예상하지 못한 오류가 났어요({ $fault }).
    .hint = 로그를 확인해 주세요.
storage-not-copied = { $file }{ JOSA($file, "을/를") } 복사하지 못했어요({ $reason }).
    .hint = 디스크에 문제가 없는지, 자리가 남았는지 확인해 주세요.

## 서버가 안 될 때
storage-server-refuses-user = 데이터베이스 서버가 사용자나 비밀번호를 받아 주지 않아요.
    .hint = 설정 파일의 database와 비밀번호(PGPASSWORD)를 확인해 주세요.
storage-server-without-database = 서버에 그런 이름의 데이터베이스가 없어요.
    .hint = createdb로 만들거나 설정 파일의 database를 고쳐 주세요.
storage-server-full = 데이터베이스 서버의 디스크가 가득 찼어요.
    .hint = 서버의 공간을 비워 주세요.
storage-server-busy = 데이터베이스 서버가 지금 너무 바빠요.
    .hint = 잠시 뒤에 다시 시도해 주세요.
storage-server-slow = 데이터베이스 서버가 제때 응답하지 않았어요.
    .hint = 잠시 뒤에 다시 시도해 주세요.
storage-server-starting = 데이터베이스 서버가 켜지거나 꺼지는 중이에요.
    .hint = 잠시 뒤에 다시 시도해 주세요.
storage-server-locked = 다른 프로그램이 서버의 데이터베이스를 잠그고 있어요.
    .hint = 잠시 뒤에 다시 시도해 주세요.
storage-server-away = 데이터베이스 서버에 연결할 수 없어요.
    .hint = 서버가 켜져 있는지, 설정 파일의 database가 맞는지 확인해 주세요.
storage-server-read-only = 데이터베이스 서버가 읽기 전용이에요.
    .hint = 주 서버에 연결해 주세요.
storage-server-refuses-permission = 데이터베이스 서버가 권한이 없다고 해요.
    .hint = 데이터베이스의 스키마에 대한 모든 권한을 사용자에게 주세요.
storage-server-without-table = 서버의 데이터베이스에 있어야 할 테이블이 없어요.
    .hint = 마지막 백업으로 되돌리거나 빈 데이터베이스를 써 주세요.
storage-server-without-column = 서버의 데이터베이스 테이블에 있어야 할 열이 없어요.
    .hint = 마지막 백업으로 되돌리거나 빈 데이터베이스를 써 주세요.
storage-server-unclear = 데이터베이스 서버에서 예상하지 못한 오류가 났어요({ $fault }).
    .hint = 로그를 확인해 주세요.

## PostgreSQL에 딸린 프로그램
storage-program-missing = PostgreSQL { $version } 이상의 { $program }{ JOSA($program, "이/가") } 필요한데 여기에는 없어요.
    .hint = 설치하거나(데비안: postgresql-client-{ $version }), 있는 곳에서 실행해 주세요: { $command }
storage-what-unzip-takes-out = { $command } (unzip으로 꺼낸 파일)
storage-program-not-started = { $program }{ JOSA($program, "을/를") } 실행하지 못했어요({ $reason }).
storage-program-failed = { $program }{ JOSA($program, "이/가") } 실패했어요: { $reason }
    .hint = 원인을 해결한 뒤 다시 시도해 주세요.
storage-program-gave-no-reason = 이유를 말하지 않았어요

## 망가졌을 때
# $found는 아래에 있거나 data.ftl의 ‘다른 점’에 있는 말이에요.
storage-damaged = { $database }{ JOSA($database, "이/가") } 망가졌어요: { $found }.
    .hint = 이대로 더 쓰지 마세요. ‘agora restore FILE’을 실행하면 마지막 백업으로 되돌리고, 지금 있는 것도 따로 남겨 둬요.
storage-debate-differs = { $slug }({ $debate }) 토론에서 { $difference }
storage-row-lost = { $table }의 한 줄이 가리키는 { $other }의 줄이 없어요
storage-tally-wrong = { $debate } 토론의 집계가 표와 맞지 않아요
storage-shift-wrong = { $debate } 토론의 달라진 마음이 표와 맞지 않아요
storage-log-lost = { $database }{ JOSA($database, "이/가") } 망가졌어요: { $found }.
    .hint = ‘agora restore FILE’로 마지막 백업을 되돌려 주세요. 백업이 없으면 -wal과 -shm 파일을 다른 곳으로 옮기고 봇을 켜 주세요. 열린 토론의 표는 다시 세요.
storage-log-gone = 로그 { $log }{ JOSA($log, "이/가") } 없어졌고, 거기에만 있던 바뀐 페이지 { $pages }개도 함께 없어졌어요
storage-log-pages-spoilt = 로그 { $log }에서 페이지 { $pages }개가 없거나 망가졌어요
storage-log-transactions-spoilt = 로그 { $log }에서 트랜잭션 { $transactions }개가 망가졌어요
storage-log-header-spoilt = 로그 { $log }의 첫머리가 망가졌어요
writer-stopped = 적기 전에 봇이 꺼졌어요.
    .hint = 다음에 켤 때 다시 세면서 찾아요.
