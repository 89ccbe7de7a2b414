@echo off
rem Starts the command line on Windows, of the distribution as it was unpacked or of the sources after a build.
rem UNTRIED: nobody has run this file yet. bin/hcsc is the script that the tests run.
setlocal
set "HCSC_HOME=%~dp0.."
set "LIB=%HCSC_HOME%\lib"
if not exist "%LIB%" set "LIB=%HCSC_HOME%\hcsc-examples\target\lib"
if not exist "%LIB%\hcsc.jar" (
    echo hcsc: not built yet; run 'mvn -q -DskipTests package' in %HCSC_HOME% 1>&2
    exit /b 1
)
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if exist "%HCSC_HOME%\java\bin\java.exe" set "JAVA=%HCSC_HOME%\java\bin\java"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
set "CLASSES=%LIB%\hcsc.jar"
if defined HCSC_CLASSPATH set "CLASSES=%CLASSES%;%HCSC_CLASSPATH%"
set "COMMAND_LINE=%*"
if "%~1"=="" set "COMMAND_LINE=--help"
"%JAVA%" --add-exports=java.base/jdk.internal.module=ALL-UNNAMED --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Dai.djl.pytorch.num_interop_threads=1 %HCSC_OPTS% -cp "%CLASSES%" io.github.hcsc.examples.Main %COMMAND_LINE%
exit /b %ERRORLEVEL%
